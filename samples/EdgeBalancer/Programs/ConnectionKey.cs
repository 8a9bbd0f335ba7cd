using BpfSharp.Protocols;

namespace EdgeBalancer;

/// <summary>A flow: who sends, and to which service. The service's number stands for its address, port and protocol.</summary>
public readonly struct ConnectionKey(Ipv6Address client, ushort clientPort, uint vip)
{
    public readonly Ipv6Address Client = client;
    public readonly uint ClientPort = clientPort;
    public readonly uint Vip = vip;
}
