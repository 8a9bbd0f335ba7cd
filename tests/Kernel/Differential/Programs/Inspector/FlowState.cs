using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>What is known of a flow.</summary>
public record struct FlowState
{
    public ulong Packets;
    public ulong Bytes;

    /// <summary>Number of the first packet of the flow among all packets.</summary>
    public ulong FirstSeen;

    public uint FirstSequence;
    public uint NextSequence;
    public uint LastTimestamp;
    public uint Disordered;
    public ushort MaximumSegment;
    public byte WindowScale;
    public TcpFlags Flags;
    public ConnectionState State;
    public FlowTraits Traits;
}
