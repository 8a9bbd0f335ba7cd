namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>What the options of a TCP header said.</summary>
public struct TcpOptions
{
    public ushort MaximumSegment;
    public byte WindowScale;
    public FlowTraits Traits;
    public uint Timestamp;
    public uint TimestampEcho;

    /// <summary>Where the number of the maximum segment size stands; 0: nowhere.</summary>
    public int MaximumSegmentOffset;
}
