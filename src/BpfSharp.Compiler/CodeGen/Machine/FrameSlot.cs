namespace BpfSharp.Compiler.CodeGen.Machine;

/// <summary>Memory in the frame: a C# local that has an address, or a spilled register.</summary>
internal sealed class FrameSlot
{
    public FrameSlot(string name, int size)
    {
        Name = name;
        Size = size;
    }

    /// <summary>C# name, or empty for what the compiler keeps there.</summary>
    public string Name { get; }

    public int Size { get; }

    /// <summary>Holds a register: only whole loads and stores of it, and nobody has its address.</summary>
    public bool IsSpill { get; set; }

    /// <summary>4 bytes that lie in the upper half of a word, where the verifier takes no constant for a key that matters.</summary>
    public bool IsUpperHalf { get; set; }

    /// <summary>Bytes from r10, negative; set by the frame layout.</summary>
    public int Offset { get; set; }
}
