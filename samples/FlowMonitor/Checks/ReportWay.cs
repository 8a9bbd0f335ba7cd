using System;
using System.Net;
using BpfSharp.Protocols;
using BpfSharp.Samples;
using BpfSharp.Samples.Flows;

namespace FlowMonitor.Checks;

/// <summary>Packets of one kind, and what is to be reported of each.</summary>
internal sealed record ReportWay(string Name, LabNamespace Place, IPEndPoint From, IPEndPoint To, string? ArrivesAt, FlowDirection Direction, DropReason Reason, string? RuleText)
{
    /// <summary>The flow as programs see it.</summary>
    public FlowKey Flow(ushort sourcePort) => new()
    {
        Source = Mapped(From.Address),
        Destination = Mapped(To.Address),
        SourcePort = sourcePort,
        DestinationPort = (ushort)To.Port,
        Protocol = (ushort)IpProtocol.Udp,
        Direction = Direction,
        Part = FlowPart.Packets,
    };

    /// <summary>Bytes of a packet in front of its payload.</summary>
    public int Headers => EthernetHeader.Size + (From.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? Ipv6Header.Size : 20) + UdpHeader.Size;

    private static Ipv6Address Mapped(IPAddress address) =>
        Ipv4Address.TryParse(address.ToString(), out Ipv4Address v4) ? PacketReader.Mapped(v4) : Ipv6Address.Parse(address.ToString());
}
