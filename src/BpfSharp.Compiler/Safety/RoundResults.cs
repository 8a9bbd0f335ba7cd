using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Subprograms;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Verifiers before 6.7 walk a callback as if it were called exactly once. What they know afterwards of a local that its rounds change is not true where none or several were run, and a way that they
/// think is never taken they throw away, without a word. So they are not to know the numbers that come out of such memory. (In the callback itself no verifier is: <see cref="SharedMemory"/>.)
/// </summary>
internal sealed class RoundResults
{
    private readonly CallbackRounds _rounds;
    private readonly IrFunction _function;
    private readonly ControlFlow _flow;
    private readonly Provenance _provenance;
    private readonly Dictionary<IrBlock, HashSet<IrValue>> _leftAtEntry = new();

    private RoundResults(CompilationContext context, CallbackRounds rounds, IrFunction function)
    {
        _rounds = rounds;
        _function = function;
        _flow = new ControlFlow(function);
        _provenance = new Provenance(function, context.Module.Helpers);
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        if (context.Rounds is not { } rounds || VerifierFeatures.WalksAllRounds(context.Options.TargetKernel))
            return false;
        var pass = new RoundResults(context, rounds, function);
        var given = new HashSet<IrValue>(pass.Given(context));
        if (given.Count == 0 && !function.Blocks.Exists(b => b.Instructions.Exists(i => rounds.LeftBy(i).Any())))
            return false;
        pass.Flow(given);
        return pass.Hide();
    }

    // A callback's captured memory is that of other rounds, a subprogram's may be what rounds were run over before.
    private IEnumerable<IrValue> Given(CompilationContext context) => _function.Role switch
    {
        IrFunctionRole.Callback => _function.Entry.Instructions.Where(static i => i.Op == IrOp.Captured && i.Type == IrType.Ptr),
        IrFunctionRole.Subprogram when context.HasRounds => _function.Entry.Parameters.Where(static p => p.Type == IrType.Ptr),
        _ => Enumerable.Empty<IrValue>(),
    };

    private void Flow(HashSet<IrValue> given)
    {
        _leftAtEntry.Add(_function.Entry, given);
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrBlock block in _flow.ReversePostorder)
            {
                var left = new HashSet<IrValue>(LeftAt(block));
                block.Instructions.ForEach(i => Step(i, left));
                foreach (IrTarget target in block.Successors)
                {
                    HashSet<IrValue> next = LeftAt(target.Block);
                    int count = next.Count;
                    next.UnionWith(left);
                    changed |= next.Count != count;
                }
            }
        }
    }

    private HashSet<IrValue> LeftAt(IrBlock block)
    {
        if (!_leftAtEntry.TryGetValue(block, out HashSet<IrValue>? left))
            _leftAtEntry.Add(block, left = new HashSet<IrValue>());
        return left;
    }

    private void Step(IrInstruction instruction, HashSet<IrValue> left)
    {
        foreach (IrValue memory in _rounds.LeftBy(instruction))
            left.UnionWith(_provenance.Origins(memory));
    }

    private bool Hide()
    {
        HashSet<IrValue> known = Known();
        var map = new ValueMap();
        var hidden = new List<(IrInstruction Hidden, IrInstruction Read)>();
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            HashSet<IrValue> left = LeftAt(block);
            foreach (IrInstruction instruction in block.Instructions.ToList())
            {
                if (known.Contains(instruction) && IsLeft(instruction, left))
                {
                    // The use in itself is not to be replaced: the operand is set behind.
                    var unknown = new IrInstruction(IrOp.Opaque, instruction.Type, IrConstant.Null(), new IrConstant(instruction.Type, 0)) { Span = instruction.Span };
                    map.Replace(instruction, unknown);
                    hidden.Add((unknown, instruction));
                    block.Instructions.Insert(block.Instructions.IndexOf(instruction) + 1, unknown);
                }

                Step(instruction, left);
            }
        }

        map.Apply(_function);
        foreach ((IrInstruction unknown, IrInstruction read) in hidden)
            unknown.Operands[0] = read;
        return hidden.Count != 0;
    }

    // Numbers that are used as they come; those that are hidden already are not.
    private HashSet<IrValue> Known() => new(_flow.ReversePostorder.SelectMany(static b => b.Instructions)
        .SelectMany(static i => (i.Op == IrOp.Opaque ? i.Operands.Skip(1) : i.Operands).Concat(i.Targets.SelectMany(static t => t.Arguments))));

    private bool IsLeft(IrInstruction read, HashSet<IrValue> left) =>
        read.Op is IrOp.Load or IrOp.Atomic && read.Type != IrType.Ptr && _provenance.KindOf(read.Operands[0]) == PointerKind.Stack && _provenance.Origins(read.Operands[0]).Exists(left.Contains);
}
