using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Loops;

/// <summary>
/// The verifier walks an iterator's loop until a round leaves behind what it found. It forgets numbers that matter to nothing by itself (<c>widen_imprecise_scalars</c>), but one that a reference is stepped by
/// it would count along with. So it is not to know what comes from the round before, in values and in locals: bounds are compared anew in each round.
/// </summary>
internal sealed class IteratorStates
{
    private readonly Loop _loop;
    private readonly IrInstruction _noise;
    private readonly IrBlock _before;
    private readonly Provenance _provenance;
    private readonly ValueMap _map = new();
    private readonly List<(IrInstruction Hidden, IrValue Value)> _hidden = new();
    private IrInstruction? _low;

    private IteratorStates(Loop loop, IrBlock before, Provenance provenance)
    {
        _loop = loop;
        _before = before;
        _noise = before.Instructions.Find(IteratorFunctions.IsNew)!;
        _provenance = provenance;
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        if (!function.Blocks.Exists(static b => b.Instructions.Exists(IteratorFunctions.IsNext)))
            return false;
        var flow = new ControlFlow(function);
        var loops = new LoopForest(flow, new Dominators(flow));
        var provenance = new Provenance(function, context.Module.Helpers);
        foreach (Loop loop in loops.Loops.Where(LoopIterators.Has))
        {
            IrValue iterator = loop.Head.Instructions.Find(IteratorFunctions.IsNext)!.Operands[0];
            IrBlock before = function.Blocks.Find(b => b.Instructions.Exists(i => IteratorFunctions.IsNew(i) && i.Operands[0] == iterator))!;
            new IteratorStates(loop, before, provenance).Hide(function);
        }

        return true;
    }

    private void Hide(IrFunction function)
    {
        int at = _loop.Head.Instructions.FindIndex(IteratorFunctions.IsNext) + 1;
        foreach (IrParameter parameter in _loop.Head.Parameters.Where(static p => p.Type != IrType.Ptr))
            _loop.Head.Instructions.Insert(at++, Hidden(parameter));
        foreach (IrBlock block in _loop.Blocks)
        {
            foreach (IrInstruction load in block.Instructions.Where(IsLocal).ToList())
                block.Instructions.Insert(block.Instructions.IndexOf(load) + 1, Hidden(load));
        }

        _map.Apply(function);
        // Its own operand is what it hides.
        foreach ((IrInstruction hidden, IrValue value) in _hidden)
            hidden.Operands[0] = value;
    }

    private IrInstruction Hidden(IrValue value)
    {
        var hidden = new IrInstruction(IrOp.Opaque, value.Type, IrConstant.Null(), value.Type == IrType.I32 ? Low() : _noise) { Span = _loop.Span };
        _map.Replace(value, hidden);
        _hidden.Add((hidden, value));
        return hidden;
    }

    private IrInstruction Low()
    {
        if (_low is null)
        {
            _low = new IrInstruction(IrOp.Trunc, IrType.I32, _noise) { Span = _loop.Span };
            _before.Instructions.Insert(_before.Instructions.IndexOf(_noise) + 1, _low);
        }

        return _low;
    }

    private bool IsLocal(IrInstruction instruction) =>
        instruction.Op == IrOp.Load && instruction.Type != IrType.Ptr && _provenance.KindOf(instruction.Operands[0]) == PointerKind.Stack && !_hidden.Exists(h => h.Value == instruction);
}
