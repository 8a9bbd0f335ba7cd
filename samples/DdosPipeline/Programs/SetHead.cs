using System.Runtime.CompilerServices;

namespace DdosPipeline;

/// <summary>Block 0 of a rule set.</summary>
public struct SetHead
{
    public const uint MostVectors = 128;

    /// <summary>The signatures that there are, but for bytecode.</summary>
    public SignatureVector All;

    /// <summary>Number of fields that some signature has a condition on.</summary>
    public uint FieldCount;
    public SetNeeds Needs;

    /// <summary>Where the signatures of this set begin in the pipeline's array.</summary>
    public uint FirstEntry;

    /// <summary>Entry of the program array with the bytecode of this set; 0: none.</summary>
    public uint BytecodeStage;

    public WordPlace FirstWord;
    public WordPlace SecondWord;
    public FieldList Fields;
    public VectorList Vectors;

    /// <summary>Vectors of fields with few classes: one look-up less.</summary>
    [InlineArray((int)MostVectors)]
    public struct VectorList
    {
        private SignatureVector _first;
    }

    [InlineArray((int)PacketField.Count)]
    public struct FieldList
    {
        private FieldTable _first;
    }
}
