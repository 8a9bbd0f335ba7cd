using BpfSharp.Protocols;

namespace EgressScheduler.Configuration;

/// <summary>A rule for one family.</summary>
/// <param name="Line">Where it stands in the file, from 1.</param>
/// <param name="Protocol">The protocol; null: any.</param>
/// <param name="Destination">Where packets go to; IPv4 as ::ffff:0:0/96 and longer.</param>
/// <param name="IsV6">The family.</param>
/// <param name="FirstPort">The first port, 0: any.</param>
/// <param name="LastPort">The last port of the range.</param>
/// <param name="Dscp">The DSCP that packets have; null: any.</param>
/// <param name="Minor">The class that they get.</param>
/// <param name="Mark">The mark that they get; 0: none.</param>
/// <param name="NewDscp">The DSCP that they get; null: it stays.</param>
public sealed record EgressRule(
    int Line, IpProtocol? Protocol, Ipv6Prefix Destination, bool IsV6, ushort FirstPort, ushort LastPort, byte? Dscp, ushort Minor, uint Mark, byte? NewDscp)
{
    /// <summary>How many entries of the map it takes.</summary>
    public int Entries => LastPort - FirstPort + 1;
}
