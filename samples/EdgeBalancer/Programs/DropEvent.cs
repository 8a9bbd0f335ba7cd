using BpfSharp.Protocols;

namespace EdgeBalancer;

/// <summary>A dropped packet, as user space is told of it.</summary>
public struct DropEvent
{
    /// <summary>In ns since the machine started.</summary>
    public ulong Time;
    public DropReason Reason;

    /// <summary>The line of the configuration that says so; 0: none does.</summary>
    public uint Line;
    public Ipv6Address Source;
    public Ipv6Address Destination;
    public ushort SourcePort;
    public ushort DestinationPort;
    public uint Protocol;
    public uint Length;

    /// <summary>One in so many is reported.</summary>
    public uint OneIn;
}
