namespace BpfSharp.Compiler.Verifier.States;

/// <summary>What a byte of the stack holds (<c>enum bpf_stack_slot_type</c>).</summary>
internal enum SlotKind : byte
{
    /// <summary>Not written.</summary>
    Invalid,

    /// <summary>Of a spilled register.</summary>
    Spill,

    /// <summary>Some number.</summary>
    Misc,
    Zero,

    /// <summary>Half of a dynptr (<c>STACK_DYNPTR</c>); <see cref="StackSlot.Spilled"/> says which, and what has to be released with it.</summary>
    Dynptr,

    /// <summary>An iterator (<c>STACK_ITER</c>); <see cref="StackSlot.Spilled"/> says how far it is.</summary>
    Iterator,
}
