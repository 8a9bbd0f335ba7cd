namespace DdosPipeline;

/// <summary>A set of signatures: a bit each.</summary>
public struct SignatureVector
{
    public const int Signatures = 256;

    public ulong A;
    public ulong B;
    public ulong C;
    public ulong D;
}
