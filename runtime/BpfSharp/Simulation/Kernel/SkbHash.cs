using System;
using System.Buffers.Binary;
using BpfSharp.Protocols;

namespace BpfSharp.Simulation.Kernel;

/// <summary>The flow hash beside a packet, as <c>skb_get_hash</c>, <c>skb_clear_hash</c> and <c>__skb_set_sw_hash</c> keep it.</summary>
internal static class SkbHash
{
    private const int Ipv4Addresses = 12;
    private const int Ipv6Addresses = 8;

    public static uint Get(TcContext context)
    {
        if (!context.State.HashIsKnown)
            Set(context, SimulationRun.Require("the flow hash").Environment.HashFlow(context.Buffer.All));
        return context.Hash;
    }

    public static int Set(TcContext context, uint hash)
    {
        context.Hash = hash;
        context.State.HashIsKnown = true;
        return 0;
    }

    public static int Forget(TcContext context)
    {
        context.Hash = 0;
        context.State.HashIsKnown = false;
        return 0;
    }

    /// <summary>A hash of addresses, protocol and ports. The kernel's has a secret key: no program can count on its value.</summary>
    public static uint Compute(ReadOnlySpan<byte> packet)
    {
        ReadOnlySpan<byte> network = packet[14..];
        return (EtherType)BinaryPrimitives.ReadUInt16BigEndian(packet[12..]) switch
        {
            EtherType.IPv4 when network.Length >= 20 => Mix(network.Slice(Ipv4Addresses, 8), network[9], Ports(network, network[9], (network[0] & 15) * 4)),
            EtherType.IPv6 when network.Length >= 40 => Mix(network.Slice(Ipv6Addresses, 32), network[6], Ports(network, network[6], 40)),
            _ => Mix(packet[..12], 0, []),
        };
    }

    private static ReadOnlySpan<byte> Ports(ReadOnlySpan<byte> network, byte protocol, int offset) =>
        (IpProtocol)protocol is IpProtocol.Tcp or IpProtocol.Udp && network.Length >= offset + 4 ? network.Slice(offset, 4) : [];

    // 0 says that there is no hash (__flow_hash_from_keys).
    private static uint Mix(ReadOnlySpan<byte> addresses, byte protocol, ReadOnlySpan<byte> ports) => uint.Max(Fnv.Hash([.. addresses, protocol, .. ports]), 1);
}
