using BpfSharp.Protocols;

namespace BpfSharp.Simulation;

/// <summary>Where a packet comes in, for a simulated run.</summary>
public sealed record XdpRunOptions
{
    internal static readonly XdpRunOptions Default = new();

    /// <summary>Index of the interface; 1 (loopback) as in the kernel's test runs.</summary>
    public uint IngressIfIndex { get; init; } = 1;

    /// <summary>Index of the interface that the packet leaves by, for a program of a device map's entry.</summary>
    public uint EgressIfIndex { get; init; }

    /// <summary>How many of the packet's bytes are in the first buffer, at least 14; <see langword="null"/>: all. The rest is in fragments, of a page each, which only programs with <c>Fragments = true</c> get.</summary>
    public int? LinearLength { get; init; }

    /// <summary>The flow hash that the device has computed; <see langword="null"/>: the driver tells none.</summary>
    public uint? ReceiveHash { get; init; }

    /// <summary>What <see cref="ReceiveHash"/> was computed of.</summary>
    public XdpHashType ReceiveHashType { get; init; }

    /// <summary>When the device received the packet, in nanoseconds of its clock; <see langword="null"/>: the driver does not tell.</summary>
    public ulong? ReceiveTime { get; init; }

    /// <summary>The VLAN tag that the device has taken off; <see langword="null"/>: there was none.</summary>
    public ushort? ReceiveVlan { get; init; }

    /// <summary>Protocol of <see cref="ReceiveVlan"/>.</summary>
    public EtherType ReceiveVlanProtocol { get; init; } = EtherType.Vlan;

    /// <summary>The receive queue.</summary>
    public uint RxQueueIndex { get; init; }
}
