using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Carries along all paths what the program may hold: reservations, locks and other references that the kernel counts.</summary>
internal sealed class HoldingFlow
{
    private readonly CompilationContext _context;
    private readonly ControlFlow _flow;
    private readonly Dictionary<IrBlock, Holdings> _atEnd = new();

    public HoldingFlow(CompilationContext context, ControlFlow flow)
    {
        _context = context;
        _flow = flow;
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrBlock block in _flow.ReversePostorder)
            {
                Holdings state = Join(block);
                foreach (IrInstruction instruction in block.Instructions)
                    Step(instruction, state);
                if (_atEnd.TryGetValue(block, out Holdings? old) && old.SameAs(state))
                    continue;
                _atEnd[block] = state;
                changed = true;
            }
        }
    }

    /// <summary>True where the function takes or gives back anything.</summary>
    public static bool Matters(CompilationContext context, IrFunction function)
    {
        const IrHelperEffects any = IrHelperEffects.Acquires | IrHelperEffects.Locks | IrHelperEffects.Releases;
        return function.Blocks.Exists(b => b.Instructions.Exists(i => i.Op == IrOp.Helper && (context.Module.Helpers[i.Symbol!].Effects & any) != 0));
    }

    public bool IsAnyHeldAtEnd(IrBlock block) => _atEnd[block].Held.Any();

    /// <summary>At the block's start.</summary>
    public Holdings Join(IrBlock block)
    {
        Holdings? joined = null;
        foreach (IrEdge edge in _flow.Predecessors(block))
        {
            if (!_atEnd.TryGetValue(edge.From, out Holdings? end))
                continue;
            Holdings state = OnEdge(edge, end);
            if (joined is null)
                joined = state;
            else
                joined.Join(state);
        }

        return joined ?? new Holdings();
    }

    private static Holdings OnEdge(IrEdge edge, Holdings atEnd)
    {
        var state = new Holdings(atEnd);
        IrInstruction terminator = edge.From.Terminator;
        if (terminator.Op == IrOp.BrIf && terminator.Targets[0].Block != terminator.Targets[1].Block && AbsenceTests.NullOn(terminator.Operands[0], edge.Target == terminator.Targets[0]) is { } absent)
            state.IsNull(absent);
        var before = new Holdings(state);
        for (int i = 0; i < edge.Target.Arguments.Count; i++)
        {
            if (edge.Target.Arguments[i].Type == IrType.Ptr)
                state.Pass(before, edge.Target.Arguments[i], edge.Target.Block.Parameters[i]);
        }

        return state;
    }

    /// <summary>What the instruction changes.</summary>
    public void Step(IrInstruction instruction, Holdings state)
    {
        if (instruction.Op != IrOp.Helper)
            return;
        IrHelperEffects effects = EffectsOf(instruction);
        if ((effects & IrHelperEffects.Releases) != 0 && ReferenceOf(instruction) is { } released)
        {
            foreach (IrInstruction holder in state.HoldersOf(released))
                state.Release(holder, instruction);
        }

        if ((effects & IrHelperEffects.Locks) != 0 && ReferenceOf(instruction) is { } taken && !state.Held.Any(IsLock))
            state.Acquire(instruction, taken);
        else if ((effects & IrHelperEffects.Acquires) != 0)
            state.Acquire(instruction, DynptrSlots.Find(instruction, _context) is >= 0 and var made ? instruction.Operands[made] : instruction);
        else if ((effects & IrHelperEffects.Derives) != 0)
            state.Derive(instruction, ReferenceOf(instruction)!);
    }

    public IrHelperEffects EffectsOf(IrInstruction call) => _context.Module.Helpers[call.Symbol!].Effects;

    /// <summary>The operand that is taken, given back or looked at.</summary>
    public IrValue? ReferenceOf(IrInstruction call)
    {
        int index = _context.Module.Helpers[call.Symbol!].Arguments.FindIndex(static a => a is IrHelperArgument.Reference or IrHelperArgument.Dynptr);
        return index >= 0 && index < call.Operands.Count ? call.Operands[index] : null;
    }

    public bool IsLock(IrInstruction acquired) => (EffectsOf(acquired) & IrHelperEffects.Locks) != 0;
}
