namespace DdosPipeline.Classic;

/// <summary>An instruction of classic BPF (<c>struct sock_filter</c>).</summary>
/// <param name="Code">Class, operation, mode and size.</param>
/// <param name="True">Instructions to skip where a condition holds.</param>
/// <param name="False">Instructions to skip where it does not.</param>
/// <param name="K">The operand.</param>
public readonly record struct ClassicInstruction(ushort Code, byte True, byte False, uint K)
{
    public ClassicClass Class => (ClassicClass)(Code & 7);

    public ClassicSize Size => (ClassicSize)(Code & 0x18);

    public ClassicMode Mode => (ClassicMode)(Code & 0xe0);

    /// <summary>Of arithmetic and jumps: the operation, bits 4 to 7.</summary>
    public int Operation => Code & 0xf0;

    /// <summary>Whether the operand is X, not K.</summary>
    public bool UsesX => (Code & 0x08) != 0;

    /// <summary>Of a load from the packet: how many bytes.</summary>
    public int Bytes => Size switch
    {
        ClassicSize.Word => 4,
        ClassicSize.Half => 2,
        _ => 1,
    };
}
