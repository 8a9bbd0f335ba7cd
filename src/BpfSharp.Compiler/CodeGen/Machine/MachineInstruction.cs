using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Machine;

/// <summary>An instruction over virtual or machine registers. Which members count is told by <see cref="MachineOp"/>.</summary>
internal sealed class MachineInstruction
{
    public MachineInstruction(MachineOp op) => Op = op;

    public MachineOp Op { get; set; }

    /// <summary>Register that is computed, or the base of what is stored to.</summary>
    public int Destination { get; set; } = MachineRegisters.None;

    public int Source { get; set; } = MachineRegisters.None;

    public int Other { get; set; } = MachineRegisters.None;

    public long Immediate { get; set; }

    /// <summary>Displacement of a memory access.</summary>
    public int Offset { get; set; }

    /// <summary>64-bit arithmetic or comparison.</summary>
    public bool Wide { get; set; }

    public BpfAluOp Alu { get; set; }

    public BpfCondition Condition { get; set; }

    public BpfSize Size { get; set; }

    public BpfAtomicOp AtomicOp { get; set; }

    public int ArgumentCount { get; set; }

    /// <summary>Accesses the context: the verifier refuses one instruction that does so on one path and reaches other memory on another.</summary>
    public bool IsContext { get; set; }

    /// <summary>A call of kernel function <see cref="Symbol"/>.</summary>
    public bool IsKernelCall { get; set; }

    /// <summary>A call that may give an address that it was given.</summary>
    public bool MayReturnArgument { get; set; }

    /// <summary>A call that writes to no memory that it is given.</summary>
    public bool OnlyReads { get; set; }

    /// <summary>Registers in which a call takes any number: the verifier asks for no bounds of it.</summary>
    public int FreeArguments { get; set; }

    /// <summary>Reads a structure of the kernel's, made by this helper or field: one instruction can't read two kinds of them (<c>reg_type_mismatch</c>).</summary>
    public string? KernelObject { get; set; }

    public string? Symbol { get; set; }

    /// <summary>Frame memory that <see cref="Offset"/> counts from, where the base is r10.</summary>
    public FrameSlot? Slot { get; set; }

    public int Span { get; set; } = -1;

    public MachineTraits Traits => MachineOpTable.Get(Op);

    public bool Has(MachineTraits trait) => (Traits & trait) != 0;

    public bool IsMove => Op == MachineOp.Move;

    /// <summary>The register that a pure instruction computes.</summary>
    public int Result => Has(MachineTraits.WritesDestination) ? Destination : MachineRegisters.None;

    /// <summary>Does the same, wherever in the source it comes from.</summary>
    public bool SameAs(MachineInstruction other) =>
        Destination == other.Destination && Source == other.Source && Other == other.Other && SameOperation(other);

    /// <summary>Does the same with other registers.</summary>
    public bool SameOperation(MachineInstruction other) =>
        Op == other.Op && Immediate == other.Immediate
        && Offset == other.Offset && Wide == other.Wide && Alu == other.Alu && Condition == other.Condition && Size == other.Size
        && AtomicOp == other.AtomicOp && ArgumentCount == other.ArgumentCount && IsContext == other.IsContext && KernelObject == other.KernelObject
        && IsKernelCall == other.IsKernelCall && Symbol == other.Symbol && ReferenceEquals(Slot, other.Slot);

    public MachineInstruction Clone() => (MachineInstruction)MemberwiseClone();
}
