using System.Collections.Generic;
using System.Net;
using BpfSharp.Protocols;

namespace ServiceBalancer.Configuration;

/// <summary>A service and its backends.</summary>
/// <param name="Line">Where it stands in the file, from 1.</param>
/// <param name="Protocol">TCP or UDP.</param>
/// <param name="Address">Its address.</param>
/// <param name="Port">Its port.</param>
/// <param name="AffinitySeconds">How long a client stays with its backend; 0: not at all.</param>
/// <param name="Backends">Its backends.</param>
public sealed record ServiceEntry(int Line, IpProtocol Protocol, IPAddress Address, ushort Port, uint AffinitySeconds, IReadOnlyList<BackendEntry> Backends)
{
    /// <summary>Its key in the map.</summary>
    public ServiceKey Key => new(Ipv6Address.From(Address.MapToIPv6()), Port, (ushort)Protocol);
}
