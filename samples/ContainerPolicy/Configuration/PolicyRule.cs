using BpfSharp.Protocols;

namespace ContainerPolicy.Configuration;

/// <summary>A line of a policy.</summary>
/// <param name="Line">Where it stands in the file, from 1.</param>
/// <param name="ToContainer">The direction of the flows that it decides on: who begins them.</param>
/// <param name="Allows">What it says.</param>
/// <param name="Protocol">The protocol; null: any.</param>
/// <param name="Peer">The network of the other side; IPv4 as ::ffff:0:0/96 and longer.</param>
/// <param name="IsV6">The family.</param>
/// <param name="FirstPort">The first port, 0: any.</param>
/// <param name="LastPort">The last port of the range.</param>
public sealed record PolicyRule(int Line, bool ToContainer, bool Allows, IpProtocol? Protocol, Ipv6Prefix Peer, bool IsV6, ushort FirstPort, ushort LastPort)
{
    /// <summary>How many entries of the map it takes.</summary>
    public int Entries => LastPort - FirstPort + 1;

    /// <summary>The protocol's number as keys have it: 0 is any.</summary>
    public byte ProtocolNumber => (byte)(Protocol ?? 0);
}
