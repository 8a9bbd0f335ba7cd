namespace DdosPipeline.Language;

/// <summary>Values of a field, both ends among them.</summary>
public readonly record struct ValueRange(uint First, uint Last)
{
    public bool Contains(uint value) => value >= First && value <= Last;
}
