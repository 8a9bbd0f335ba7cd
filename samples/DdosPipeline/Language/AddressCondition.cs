using BpfSharp.Protocols;

namespace DdosPipeline.Language;

/// <summary>Where a packet comes from or goes to.</summary>
/// <param name="Network">As IPv6 has it; an IPv4 network is ::ffff:0:0/96 and longer.</param>
/// <param name="IsV6">Of which family it is.</param>
/// <param name="Column">Where in the line it stands.</param>
public sealed record AddressCondition(Ipv6Prefix Network, bool IsV6, int Column);
