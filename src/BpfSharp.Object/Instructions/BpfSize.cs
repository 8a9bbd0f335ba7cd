namespace BpfSharp.Objects.Instructions;

/// <summary>Width of a memory access; values are the opcode's bits.</summary>
public enum BpfSize
{
    Word = 0x00,
    Half = 0x08,
    Byte = 0x10,
    Double = 0x18,
}

public static class BpfSizes
{
    /// <summary>Bytes of a width.</summary>
    public static int Bytes(this BpfSize size) => size switch
    {
        BpfSize.Byte => 1,
        BpfSize.Half => 2,
        BpfSize.Word => 4,
        _ => 8,
    };

    /// <summary>The width of 1, 2, 4 or 8 bytes.</summary>
    public static BpfSize OfBytes(int bytes) => bytes switch
    {
        1 => BpfSize.Byte,
        2 => BpfSize.Half,
        4 => BpfSize.Word,
        8 => BpfSize.Double,
        _ => throw new System.ArgumentOutOfRangeException(nameof(bytes), bytes, "A memory access has 1, 2, 4 or 8 bytes."),
    };
}
