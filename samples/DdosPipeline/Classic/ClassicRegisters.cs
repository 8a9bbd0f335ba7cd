namespace DdosPipeline.Classic;

/// <summary>What translated bytecode has in its registers, and in its frame.</summary>
internal static class ClassicRegisters
{
    public const int A = 0;
    public const int X = 9;

    /// <summary>Bytes from the frame's start to the IP packet's end.</summary>
    public const int End = 2;

    public const int FirstHelp = 3;
    public const int SecondHelp = 4;
    public const int ThirdHelp = 5;

    public const int Context = 6;

    /// <summary>The frame's first byte, and where its bytes end.</summary>
    public const int Frame = 7;
    public const int FrameEnd = 8;

    public const int Stack = 10;

    /// <summary>Each word of memory has 8 bytes, so that the verifier keeps what it knows of it.</summary>
    public static int Memory(uint word) => -8 * ((int)word + 1);

    public const int SavedEnd = -8 * (ClassicProgram.Memory + 1);
    public const int Key = SavedEnd - 8;
}
