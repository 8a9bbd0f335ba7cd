using System.Collections.Generic;
using System.Net;
using BpfSharp.Protocols;

namespace EdgeBalancer.Configuration;

/// <summary>A service and its backends.</summary>
/// <param name="Line">Where it stands in the file, from 1.</param>
/// <param name="Protocol">TCP or UDP.</param>
/// <param name="Address">Its address.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsQuic">Whether connection ids say where packets go.</param>
/// <param name="Backends">Its backends.</param>
public sealed record VipEntry(int Line, IpProtocol Protocol, IPAddress Address, ushort Port, bool IsQuic, IReadOnlyList<BackendEntry> Backends)
{
    /// <summary>Its key in the map.</summary>
    public VipKey Key => new(Ipv6Address.From(Address.MapToIPv6()), Port, (ushort)Protocol);
}
