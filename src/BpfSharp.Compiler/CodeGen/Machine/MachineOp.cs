namespace BpfSharp.Compiler.CodeGen.Machine;

/// <summary>What a machine instruction does; <see cref="MachineOpTable"/> tells which registers it reads and writes.</summary>
internal enum MachineOp
{
    /// <summary>Destination = source, all 64 bits: keeps a pointer's identity and bounds in the verifier.</summary>
    Move,

    /// <summary>Destination = immediate; 64 bits, in one or two slots as needed.</summary>
    LoadImmediate,

    /// <summary>Destination = map <see cref="MachineInstruction.Symbol"/>.</summary>
    LoadMap,

    /// <summary>Destination = byte <see cref="MachineInstruction.Immediate"/> of data section <see cref="MachineInstruction.Symbol"/>.</summary>
    LoadData,

    /// <summary>Destination = address of byte <see cref="MachineInstruction.Offset"/> of <see cref="MachineInstruction.Slot"/>.</summary>
    LoadFrameAddress,

    /// <summary>Destination = r10, for <see cref="AddFrameOffset"/> to be added to in several places.</summary>
    LoadFrame,

    /// <summary>Destination, the address of the frame, += place of byte <see cref="MachineInstruction.Offset"/> of <see cref="MachineInstruction.Slot"/> in it.</summary>
    AddFrameOffset,

    /// <summary>Destination = address of function <see cref="MachineInstruction.Symbol"/>, for a helper to call.</summary>
    LoadFunction,

    /// <summary>Destination = destination op source.</summary>
    Alu,

    /// <summary>Destination = destination op immediate.</summary>
    AluImmediate,

    /// <summary>Destination = -destination.</summary>
    Negate,

    /// <summary>Reverses the low <see cref="MachineInstruction.Immediate"/> bits of the destination and clears the others.</summary>
    ByteSwap,

    /// <summary>Destination = low half of source.</summary>
    ZeroExtend,

    /// <summary>Destination = low <see cref="MachineInstruction.Immediate"/> bits of source, sign-extended (kernel 6.6).</summary>
    SignExtend,

    /// <summary>Destination = 0 unless source compares with the other register or the immediate: the second half of a materialised truth value.</summary>
    ClearUnless,
    ClearUnlessImmediate,

    Load,

    /// <summary>Sign-extends to 64 bits (kernel 6.6).</summary>
    LoadSigned,

    /// <summary>Memory at destination + offset = source.</summary>
    Store,

    /// <summary>Memory at destination + offset = immediate.</summary>
    StoreImmediate,

    /// <summary>Memory at destination + offset op= source.</summary>
    Atomic,

    /// <summary>As <see cref="Atomic"/>; source = what was there.</summary>
    AtomicFetch,

    /// <summary>Memory = source where it equals r0; r0 = what was there.</summary>
    AtomicCompareExchange,

    /// <summary>Function <see cref="MachineInstruction.Symbol"/> of the program or the kernel, or helper <see cref="MachineInstruction.Immediate"/>, with <see cref="MachineInstruction.ArgumentCount"/> arguments.</summary>
    Call,

    /// <summary>A jump to the next instruction: the verifier compares and keeps states behind it. Kernels take it out of what runs (<c>opt_remove_nops</c>).</summary>
    Rest,

    // Terminators.
    Jump,

    /// <summary>Compares destination with source, or with the immediate.</summary>
    Branch,
    BranchImmediate,
    Exit,
}
