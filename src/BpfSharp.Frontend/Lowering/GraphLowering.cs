using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering;

/// <summary>A control-flow graph to blocks of the current function.</summary>
internal sealed class GraphLowering
{
    private readonly MethodLowering _method;
    private readonly ControlFlowGraph _graph;
    private readonly Dictionary<int, IrBlock> _blocks = new();
    private readonly IrBlock? _continuation;
    private readonly List<(IrBlock Block, ControlFlowBranch Branch)> _late = new();
    private readonly FinallyTable _finally;
    private readonly GraphLoops _loops;
    private IrValue? _returned;
    private IrBlock? _leave;

    private GraphLowering(MethodLowering method, ControlFlowGraph graph, IrBlock? continuation)
    {
        _method = method;
        _graph = graph;
        _continuation = continuation;
        _finally = new FinallyTable(graph, _blocks);
        _loops = new GraphLoops(graph);
        foreach (BasicBlock block in graph.Blocks)
        {
            if (block.IsReachable)
                _blocks.Add(block.Ordinal, new IrBlock());
        }
    }

    /// <param name="written">The operations that the graph was made of.</param>
    /// <param name="captures">Of the graph.</param>
    /// <param name="continuation">Where the graph's exit goes; null: it returns from the function.</param>
    public static void Run(MethodLowering method, ControlFlowGraph graph, IReadOnlyList<IOperation> written, CaptureUses captures, IrBlock? continuation = null)
    {
        HashSet<SyntaxNode> cloned = new(written.OfType<IWithOperation>().Select(static w => w.Operand.Syntax));
        method.Captures = new CaptureTable(method, captures, cloned);
        var lowering = new GraphLowering(method, graph, continuation);
        method.Emit.Branch(lowering._blocks[0]);
        foreach (BasicBlock block in graph.Blocks)
        {
            bool isIdle = FinallyTable.Around(block) is { } region && lowering._finally.Of(region) is null;
            if (lowering._blocks.TryGetValue(block.Ordinal, out IrBlock? target) && !isIdle)
                lowering.Lower(block, target);
        }

        lowering.EmitLeave();
        lowering._finally.Finish(method.Emit);
    }

    private void Lower(BasicBlock block, IrBlock target)
    {
        IrBuilder emit = _method.Emit;
        emit.Pad = _finally.PadOf(block);
        emit.Start(target);
        if (block.Kind == BasicBlockKind.Exit)
        {
            Leave();
            return;
        }

        _method.IsInLoop = _loops.Contains(block);
        LateElements late = _method.Captures.Late;
        late.Enter(block);
        foreach (IOperation operation in block.Operations)
            _method.Value(operation);

        if (block.BranchValue is { } branch)
            late.Before(branch);
        if (block.ConditionalSuccessor is { } conditional && block.BranchValue is { } condition)
            LowerCondition(block, condition, conditional);
        else if (block.FallThroughSuccessor is { } next)
            LowerBranch(next, block.BranchValue);
        else
            emit.Unreachable();
        late.Leave(block);
        LowerLate();
    }

    private void LowerLate()
    {
        foreach ((IrBlock block, ControlFlowBranch branch) in _late)
        {
            _method.Emit.Start(block);
            LowerBranch(branch, null);
        }

        _late.Clear();
    }

    private void LowerCondition(BasicBlock block, IOperation condition, ControlFlowBranch conditional)
    {
        // A constant condition leaves one way that is never taken; the graph calls its target unreachable.
        if (IsNeverTaken(conditional) || IsNeverTaken(block.FallThroughSuccessor!))
        {
            _method.Emit.Branch(TargetOf(IsNeverTaken(conditional) ? block.FallThroughSuccessor! : conditional));
            return;
        }

        IrBlock taken = TargetOf(conditional);
        IrBlock otherwise = TargetOf(block.FallThroughSuccessor!);
        bool whenTrue = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
        BranchConditions.Lower(_method, condition, whenTrue ? taken : otherwise, whenTrue ? otherwise : taken);
    }

    private bool IsNeverTaken(ControlFlowBranch branch) => branch.Destination is { } destination && !_blocks.ContainsKey(destination.Ordinal);

    private IrBlock TargetOf(ControlFlowBranch branch)
    {
        if (branch.Destination is { } destination && branch.Semantics is ControlFlowBranchSemantics.Regular)
        {
            return _finally.Through(branch, _blocks[destination.Ordinal]);
        }

        // A conditional branch that returns or throws has no value of its own.
        var block = new IrBlock();
        _late.Add((block, branch));
        return block;
    }

    private void LowerBranch(ControlFlowBranch branch, IOperation? value)
    {
        IrBuilder emit = _method.Emit;
        int outer = emit.Span;
        if (value is not null)
            emit.Span = _method.Module.Spans.Of(value.Syntax);
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Return:
                if (_finally.LeadsThroughAny(branch))
                    ReturnThrough(branch, value);
                else
                    Return(value);
                break;
            case ControlFlowBranchSemantics.Throw:
                Throws.Lower(_method, value);
                break;
            case ControlFlowBranchSemantics.Regular when branch.Destination is { } destination:
                if (value is not null)
                    _method.Value(value);
                emit.Branch(_finally.Through(branch, _blocks[destination.Ordinal]));
                break;
            case ControlFlowBranchSemantics.StructuredExceptionHandling when FinallyTable.Around(branch.Source) is { } region:
                emit.Branch(_finally.Of(region)!.Exit);
                break;
            case ControlFlowBranchSemantics.Rethrow when value is not null:
                _method.Report("BPF1011", value, "'throw' of a caught exception");
                emit.Unreachable();
                break;
            default:
                emit.Unreachable();
                break;
        }

        emit.Span = outer;
    }

    private void Return(IOperation? value)
    {
        IrBuilder emit = _method.Emit;
        if (value is null)
        {
            Leave();
        }
        else if (_method.Method.RefKind != RefKind.None)
        {
            emit.Return(_method.Address(value));
        }
        else if (_method.ResultPointer is { } result)
        {
            _method.Into(value, result);
            emit.Return(null);
        }
        else
        {
            emit.Return(_method.Value(value));
        }
    }

    // What is returned is known before the code of the 'finally' regions runs, and given behind it.
    private void ReturnThrough(ControlFlowBranch branch, IOperation? value)
    {
        IMethodSymbol method = _method.Method;
        if (value is not null && method.RefKind != RefKind.None)
        {
            _returned ??= _method.Emit.Slot(IrType.Ptr, "");
            _method.Emit.Store(IrType.Ptr, _returned, _method.Address(value));
        }
        else if (value is not null)
        {
            _returned ??= _method.Temporary(method.ReturnType, value);
            _method.Into(value, _returned);
        }

        _method.Emit.Branch(_finally.Through(branch, _leave ??= new IrBlock()));
    }

    private void EmitLeave()
    {
        if (_leave is null)
            return;
        IrBuilder emit = _method.Emit;
        emit.Pad = null;
        emit.Start(_leave);
        ITypeSymbol type = _method.Method.ReturnType;
        if (_returned is null)
        {
            Leave();
        }
        else if (_method.Method.RefKind != RefKind.None)
        {
            emit.Return(emit.Load(IrType.Ptr, _returned));
        }
        else if (_method.ResultPointer is { } result)
        {
            emit.Copy(_method.Types.Source(type)!, result, _returned);
            emit.Return(null);
        }
        else
        {
            // None: the method's type was refused where it stands, or it has none although it gives a value.
            emit.Return(_method.Types.Memory(type) is { } memory ? emit.Load(memory, _returned) : null);
        }
    }

    private void Leave()
    {
        if (_continuation is null)
            _method.Emit.Return(null);
        else
            _method.Emit.Branch(_continuation);
    }
}
