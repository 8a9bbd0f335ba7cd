namespace DdosPipeline;

/// <summary>Where the tables of a field are.</summary>
public struct FieldTable
{
    public PacketField Field;

    /// <summary>The first of 16 blocks of classes.</summary>
    public uint ClassBlock;

    /// <summary>The head has the vectors of the first so many classes, and from where; 0: none.</summary>
    public uint VectorsInHead;
    public uint HeadVector;

    /// <summary>The first block of vectors, where the head has not all of them.</summary>
    public uint VectorBlock;
}
