using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Kernel;

namespace BpfSharp;

/// <summary>Base of the contexts of programs that see packets.</summary>
[BpfContext]
public abstract partial class PacketContext
{
    private protected PacketContext(PacketBuffer buffer) => Buffer = buffer;

    /// <summary>The packet's bytes. After a helper that moves them, take it anew.</summary>
    public Packet Packet
    {
        [BpfFunction]
        get => new(this);
    }

    internal PacketBuffer Buffer { get; }

    /// <summary>The interface that the program runs for.</summary>
    internal abstract uint DeviceIndex { get; }

    /// <summary>The packet's way by the routing tables and the neighbour table, as for a packet that is forwarded (Linux 4.18; needs a GPL-compatible license).</summary>
    /// <param name="lookup">The question, then the answer: interface, link addresses, neighbour, MTU.</param>
    /// <param name="flags">How to look.</param>
    /// <returns>What was found.</returns>
    [BpfFunction]
    public FibLookupResult LookupRoute(ref BpfFibLookup lookup, FibLookupFlags flags = FibLookupFlags.None) =>
        (FibLookupResult)BpfHelpers.FibLookup(this, ref lookup, BpfFibLookup.ByteCount, (uint)flags);

    /// <summary>Whether the packet fits an interface's MTU (Linux 5.12; needs a GPL-compatible license).</summary>
    /// <param name="ifIndex">Index of the interface; 0: the program's own.</param>
    /// <param name="mtu">The MTU in bytes, without link header; 0 where the result is an error.</param>
    /// <param name="delta">Bytes that the packet is going to grow by; negative: to shrink.</param>
    /// <param name="length">Bytes of the IP packet (Linux 5.13); 0: as many as this one has.</param>
    /// <returns>What was found.</returns>
    [BpfFunction]
    public MtuCheckResult CheckMtu(uint ifIndex, out uint mtu, int delta = 0, uint length = 0)
    {
        uint inOut = length;
        var result = (MtuCheckResult)BpfHelpers.CheckMtu(this, ifIndex, ref inOut, delta, 0);
        mtu = result < 0 ? 0 : inOut;
        return result;
    }
}
