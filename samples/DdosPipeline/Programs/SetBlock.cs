using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DdosPipeline;

/// <summary>An entry of a rule set's map: the head, or a part of a field's table.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
public struct SetBlock
{
    public const int Size = 8192;
    public const int ClassesInBlock = 4096;
    public const int VectorsInBlock = 256;

    /// <summary>Blocks of classes that a field has, and the most of vectors.</summary>
    public const int ClassBlocks = 16;
    public const int VectorBlocks = 3;
    public const int MostBlocks = 1 + ((int)PacketField.Count * (ClassBlocks + VectorBlocks));

    [FieldOffset(0)] public SetHead Head;
    [FieldOffset(0)] public ClassTable Classes;
    [FieldOffset(0)] public VectorTable Vectors;

    /// <summary>The class of each of 4,096 values of a field.</summary>
    [InlineArray(ClassesInBlock)]
    public struct ClassTable
    {
        private ushort _first;
    }

    /// <summary>The signatures that each class of values allows.</summary>
    [InlineArray(VectorsInBlock)]
    public struct VectorTable
    {
        private SignatureVector _first;
    }
}
