using BpfSharp.Protocols;

namespace ServiceBalancer;

/// <summary>A client of a service, whatever its port.</summary>
public readonly struct AffinityKey(Ipv6Address client, in ServiceKey service)
{
    public readonly Ipv6Address Client = client;
    public readonly ServiceKey Service = service;
}
