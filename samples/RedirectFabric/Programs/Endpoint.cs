using BpfSharp.Protocols;

namespace RedirectFabric;

/// <summary>Where a container is.</summary>
public readonly struct Endpoint(uint hostInterface, MacAddress mac)
{
    /// <summary>Index of the veth on the host, whose peer is in the container.</summary>
    public readonly uint HostInterface = hostInterface;

    /// <summary>Link address of the peer.</summary>
    public readonly MacAddress Mac = mac;
}
