using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>One direction of a conversation, IPv4 addresses as IPv4-mapped ones.</summary>
public struct FlowKey
{
    public Ipv6Address Source;
    public Ipv6Address Destination;
    public uint Network;
    public ushort SourcePort;
    public ushort DestinationPort;
    public ushort Vlan;
    public IpProtocol Protocol;
    public TunnelKind Tunnel;

    /// <summary>The other direction.</summary>
    public readonly FlowKey Reversed => this with
    {
        Source = Destination,
        Destination = Source,
        SourcePort = DestinationPort,
        DestinationPort = SourcePort,
    };
}
