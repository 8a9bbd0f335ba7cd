using System.Net;
using BpfSharp.Protocols;

namespace ServiceBalancer.Configuration;

/// <summary>A backend of a service.</summary>
/// <param name="Address">Its address, of the service's family.</param>
/// <param name="Port">Its port.</param>
/// <param name="Weight">Its share of new connections; 0: it is being drained.</param>
public sealed record BackendEntry(IPAddress Address, ushort Port, int Weight)
{
    public Place Place => new(Ipv6Address.From(Address.MapToIPv6()), Port);
}
