namespace BpfSharp.Objects.Instructions;

/// <summary>One 8-byte instruction slot, as <c>struct bpf_insn</c> in <c>include/uapi/linux/bpf.h</c>.</summary>
/// <remarks>A 64-bit immediate load (<c>BPF_LD | BPF_IMM | BPF_DW</c>) takes two slots; the second has opcode 0.</remarks>
public readonly record struct BpfInstruction(byte Opcode, byte Destination, byte Source, short Offset, int Immediate)
{
    /// <summary>Bytes that a slot takes.</summary>
    public const int Size = 8;
}
