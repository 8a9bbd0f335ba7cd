using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Selection;

// Terminators. They are selected before anything else of their block.
internal sealed partial class Selector
{
    public void Jump(IrInstruction i)
    {
        EmitCopies(i.Targets[0]);
        SetTerminator(Make.Jump(), _blocks[i.Targets[0].Block], null);
    }

    public void Branch(IrInstruction i)
    {
        MachineBlock taken = EdgeTo(i.Targets[0]);
        MachineBlock otherwise = EdgeTo(i.Targets[1]);
        _isTerminator = true;
        MachineInstruction branch = EmitCompare(ConditionOf(i.Operands[0]));
        _isTerminator = false;
        SetTerminator(branch, taken, otherwise);
    }

    public void Return(IrInstruction i)
    {
        if (i.Operands.Count != 0)
        {
            // Of a verdict only the low half counts.
            if (i.Operands[0].Type == IrType.I32)
                PlaceLow(MachineRegisters.Result, i.Operands[0]);
            else
                Place(MachineRegisters.Result, i.Operands[0]);
        }

        SetTerminator(Make.Exit(), null, null);
    }

    public void Fault(IrInstruction i)
    {
        Emit(_faults.StoreNumber(_faults.NumberOf((FaultKind)i.Immediate, i.Span)));
        SetTerminator(Make.Jump(), _faults.Counter(), null);
    }

    public void FaultSite(IrInstruction i)
    {
        Function.HandsSitesOn = true;
        Emit(Make.LoadImmediate(ResultOf(i), _faults.NumberOf((FaultKind)i.Immediate, i.Span)));
    }

    public void Resume(IrInstruction i)
    {
        PlaceLow(_faults.SiteRegister, i.Operands[0]);
        SetTerminator(Make.Jump(), _faults.RegisterCounter(), null);
    }

    // Nothing gets here, but the verifier wants every path to end.
    public void Unreachable() => SetTerminator(Make.Jump(), _faults.Exit(), null);

    public void Refuse(string id, int span, params string[] arguments) => _faults.Input.Diagnostics.Add(new CompilerDiagnostic(id, span, arguments));

    /// <summary>Emits what the comparison needs and gives the branch that is taken when it holds.</summary>
    public MachineInstruction EmitCompare(Comparison comparison)
    {
        if (comparison.Fits is not null)
            return EmitFits(comparison);
        comparison = Deciding(Bounding(comparison));
        var branch = new MachineInstruction(MachineOp.BranchImmediate) { Condition = comparison.Condition, Wide = comparison.Wide, Span = _span };
        if (TryImmediate(comparison.Right, out int immediate))
        {
            branch.Immediate = immediate;
        }
        else
        {
            branch.Op = MachineOp.Branch;
            branch.Source = comparison.Wide ? Use(comparison.Right) : UseLow(comparison.Right);
        }

        branch.Destination = comparison.Wide ? Use(comparison.Left) : UseLow(comparison.Left);
        return branch;
    }

    // Verifiers before 6.8 learn nothing from "is not zero" (reg_set_min_max), but from "is at least one".
    private Comparison Bounding(Comparison comparison)
    {
        bool isEquality = comparison.Condition is BpfCondition.Equal or BpfCondition.NotEqual;
        if (!isEquality || comparison.Right is not IrConstant { Value: 0 } || comparison.Left.Type == IrType.Ptr || !_aliases.NeedsBounds(comparison.Left))
            return comparison;
        BpfCondition condition = comparison.Condition == BpfCondition.Equal ? BpfCondition.Less : BpfCondition.GreaterOrEqual;
        return comparison with { Condition = condition, Right = new IrConstant(comparison.Left.Type, 1) };
    }

    // Earlier verifiers decide a comparison only where the right side is a constant to them (check_cond_jmp_op). A loop's counter is one in each round that they walk: on the left of bounds that are none
    // it decides nothing, and every round goes both on and out.
    private Comparison Deciding(Comparison comparison)
    {
        bool isCounter = !Features.DecidesConstantsOnTheLeft && comparison.Condition != BpfCondition.AnyBitSet && _counted.Contains(_aliases.Resolve(comparison.Left));
        return isCounter && comparison.Right is not IrConstant && !_counted.Contains(_aliases.Resolve(comparison.Right))
            ? comparison with { Left = comparison.Right, Right = comparison.Left, Condition = Conditions.Swap(comparison.Condition) }
            : comparison;
    }

    // What a branch on the value compares: the operands of a compare, wherever it stands, as long as they still mean the same.
    private Comparison ConditionOf(IrValue value)
    {
        IrValue resolved = _aliases.Resolve(value);
        if (resolved is not IrInstruction instruction)
            return Comparison.NotZero(resolved);
        if (Comparison.IsCompare(instruction.Op))
        {
            bool stale = instruction.Op == IrOp.PktFits && ChangesPacket && PacketChanges.Between(instruction, _block, Module);
            Comparison comparison = Comparison.Of(instruction);
            return stale ? Comparison.NotZero(resolved) : Simplify(_wideCompares.Contains(instruction) ? comparison with { Wide = true } : comparison);
        }

        return Simplify(Comparison.NotZero(resolved));
    }

    private Comparison Simplify(Comparison comparison)
    {
        bool againstZero = comparison.Right is IrConstant { Value: 0 } && comparison.Condition is BpfCondition.Equal or BpfCondition.NotEqual;
        if (!againstZero || comparison.Fits is not null || _aliases.Resolve(comparison.Left) is not IrInstruction left)
            return comparison;
        if (Comparison.IsCompare(left.Op) && left.Op != IrOp.PktFits)
            return comparison.Condition == BpfCondition.NotEqual ? Comparison.Of(left) : Comparison.Of(left).Inverse();
        // A mask is tested without computing it, if nobody else wants it.
        if (left.Op == IrOp.And && comparison.Condition == BpfCondition.NotEqual && !IsUsed(left))
            return MaskTest(left);
        return comparison;
    }

    private static Comparison MaskTest(IrInstruction and)
    {
        (IrValue value, IrValue mask) = and.Operands[0] is IrConstant ? (and.Operands[1], and.Operands[0]) : (and.Operands[0], and.Operands[1]);
        return new Comparison(BpfCondition.AnyBitSet, and.Type != IrType.I32, value, mask, null);
    }

    // A branch's edge has a block of its own where values must be copied.
    private MachineBlock EdgeTo(IrTarget target)
    {
        MachineBlock block = _blocks[target.Block];
        EmitCopies(target);
        if (_sequence.Count == 0)
            return block;
        MachineBlock edge = Function.NewBlock();
        edge.IsCold = block.IsCold || _output.IsCold;
        edge.LoopDepth = System.Math.Min(block.LoopDepth, _output.LoopDepth);
        edge.Instructions.AddRange(_sequence);
        _sequence.Clear();
        edge.Terminator = Make.Jump();
        edge.Terminator.Span = _span;
        edge.Taken = block;
        return edge;
    }

    private void EmitCopies(IrTarget target)
    {
        var copies = new List<(int Register, IrValue Value)>();
        for (int i = 0; i < target.Arguments.Count; i++)
        {
            IrParameter parameter = target.Block.Parameters[i];
            if (_aliases.IsSingle(parameter))
                continue;
            copies.Add((ResultOf(parameter), _aliases.Resolve(target.Arguments[i])));
        }

        ParallelCopy.Emit(this, copies);
    }

    private void SetTerminator(MachineInstruction terminator, MachineBlock? taken, MachineBlock? otherwise)
    {
        terminator.Span = _span;
        _output.Terminator = terminator;
        _output.Taken = taken;
        _output.Otherwise = otherwise;
    }
}
