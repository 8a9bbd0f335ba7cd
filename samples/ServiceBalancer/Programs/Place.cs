using BpfSharp.Protocols;

namespace ServiceBalancer;

/// <summary>An address and a port: a backend, or the service that a reply is to seem to come from.</summary>
public readonly struct Place(Ipv6Address address, uint port)
{
    public readonly Ipv6Address Address = address;
    public readonly uint Port = port;
}
