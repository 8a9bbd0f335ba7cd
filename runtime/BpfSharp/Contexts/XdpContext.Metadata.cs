using System.Buffers.Binary;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;
using BpfSharp.Simulation;

namespace BpfSharp;

public sealed partial class XdpContext
{
    /// <summary>What the driver is asked for in a simulation.</summary>
    internal XdpRunOptions Reception { get; init; } = XdpRunOptions.Default;

    /// <summary>The flow hash that the device has computed (Linux 6.3); for programs with <see cref="XdpProgramAttribute.DeviceBound"/>.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="type">What it was computed of.</param>
    /// <returns>Whether the driver tells.</returns>
    [BpfFunction]
    public bool TryGetReceiveHash(out uint hash, out XdpHashType type)
    {
        hash = 0;
        uint kind = 0;
        bool found = BpfHelpers.XdpMetadataRxHash(this, ref hash, ref kind) == 0;
        type = (XdpHashType)kind;
        return found;
    }

    /// <summary>When the device received the packet, by its own clock (Linux 6.3); for programs with <see cref="XdpProgramAttribute.DeviceBound"/>.</summary>
    /// <param name="nanoseconds">The time; 0 where the device has not taken it.</param>
    /// <returns>Whether the driver tells.</returns>
    [BpfFunction]
    public bool TryGetReceiveTime(out ulong nanoseconds)
    {
        nanoseconds = 0;
        return BpfHelpers.XdpMetadataRxTimestamp(this, ref nanoseconds) == 0;
    }

    /// <summary>The VLAN tag that the device has taken off the packet (Linux 6.8); for programs with <see cref="XdpProgramAttribute.DeviceBound"/>.</summary>
    /// <param name="protocol"><see cref="EtherType.Vlan"/> or <see cref="EtherType.ProviderVlan"/>.</param>
    /// <param name="tag">Priority (3 bits), drop eligible (1 bit), VLAN (12 bits).</param>
    /// <returns>Whether there was one.</returns>
    [BpfFunction]
    public bool TryGetReceiveVlan(out EtherType protocol, out ushort tag)
    {
        ushort network = 0;
        tag = 0;
        bool found = BpfHelpers.XdpMetadataRxVlanTag(this, ref network, ref tag) == 0;
        protocol = (EtherType)BinaryPrimitives.ReverseEndianness(network);
        return found;
    }
}
