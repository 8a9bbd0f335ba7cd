namespace BpfSharp.Compiler.Verifier.States;

/// <summary>An instruction on the way since the last kept state of which the way back must know more than its place (<c>struct bpf_jmp_history_entry</c>).</summary>
/// <param name="Slot">Slot of the instruction.</param>
/// <param name="Previous">Slot of the one before it.</param>
/// <param name="StackSlot">With <see cref="JumpFlags.StackAccess"/>: which stack slot, of which frame.</param>
/// <param name="Linked">Registers that learned from the comparison together; null: none.</param>
internal readonly record struct JumpRecord(int Slot, int Previous, JumpFlags Flags, byte StackSlot, byte Frame, LinkedPlaces? Linked)
{
    /// <summary>Of an instruction of which nothing is recorded.</summary>
    public static readonly JumpRecord None = new(-1, -1, JumpFlags.None, 0, 0, null);
}
