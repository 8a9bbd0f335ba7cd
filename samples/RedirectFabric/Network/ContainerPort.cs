using System;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using BpfSharp.Samples;

namespace RedirectFabric.Network;

/// <summary>A container's veth, with the fabric's program on the host's end.</summary>
internal sealed class ContainerPort(FabricNode node, Endpoint endpoint, IFabric fabric, TcLink? link) : IDisposable
{
    public FabricNode Node { get; } = node;

    /// <summary>From now on packets for the container's addresses reach it.</summary>
    public void Register()
    {
        fabric.Endpoints4[Ipv4Address.From(Node.V4)] = endpoint;
        fabric.Endpoints6[Ipv6Address.From(Node.V6)] = endpoint;
    }

    /// <summary>From now on nobody reaches it.</summary>
    public void Unregister()
    {
        fabric.Endpoints4.Remove(Ipv4Address.From(Node.V4));
        fabric.Endpoints6.Remove(Ipv6Address.From(Node.V6));
    }

    public void Dispose() => link?.Dispose();
}
