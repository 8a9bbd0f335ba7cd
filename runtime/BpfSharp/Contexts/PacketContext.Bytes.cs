using System;
using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;

namespace BpfSharp;

public abstract partial class PacketContext
{
    /// <summary>Bytes of the whole packet, linear or not, fragments included (in XDP Linux 5.18).</summary>
    /// <returns>Bytes.</returns>
    [BpfFunction]
    public uint TotalLength() => this is TcContext tc ? (uint)tc.Length : this is XdpContext xdp ? BpfHelpers.XdpGetBuffLen(xdp) : 0;

    /// <summary>Copies bytes out of the packet, from wherever they are (in XDP Linux 5.18).</summary>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="destination">Where to; its length tells how many, at least 1.</param>
    /// <returns>Whether the packet has them all; if not, the destination is zeroed in tc, and stays as it is in XDP.</returns>
    [BpfFunction]
    public bool LoadBytes(uint offset, Span<byte> destination) =>
        this is TcContext tc ? BpfHelpers.SkbLoadBytes(tc, offset, destination) == 0 : this is XdpContext xdp && BpfHelpers.XdpLoadBytes(xdp, offset, destination) == 0;

    /// <summary>Overwrites bytes of the packet, wherever they are (in XDP Linux 5.18). In tc all references into the packet are stale afterwards.</summary>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="source">What to write, at least 1 byte.</param>
    /// <returns>Whether the packet has them all.</returns>
    [BpfFunction]
    public bool StoreBytes(uint offset, ReadOnlySpan<byte> source) =>
        this is TcContext tc ? BpfHelpers.SkbStoreBytes(tc, offset, source, 0) == 0 : this is XdpContext xdp && BpfHelpers.XdpStoreBytes(xdp, offset, source) == 0;

    /// <summary>Copies a header (or any other unmanaged structure) out of the packet, from wherever it is (in XDP Linux 5.18).</summary>
    /// <typeparam name="T">The structure.</typeparam>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="value">The copy; zero where the packet ends before.</param>
    /// <returns>Whether the packet has all of it.</returns>
    [BpfFunction]
    public bool TryLoad<T>(uint offset, out T value)
        where T : unmanaged
    {
        value = default;
        return this is TcContext tc
            ? BpfHelpers.SkbLoadBytes(tc, offset, ref value, Unsafe.SizeOf<T>()) == 0
            : this is XdpContext xdp && BpfHelpers.XdpLoadBytes(xdp, offset, ref value, Unsafe.SizeOf<T>()) == 0;
    }

    /// <summary>Writes a header (or any other unmanaged structure) over bytes of the packet, wherever they are (in XDP Linux 5.18). In tc all references into the packet are stale afterwards.</summary>
    /// <typeparam name="T">The structure.</typeparam>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="value">What to write.</param>
    /// <returns>Whether the packet has that many bytes.</returns>
    [BpfFunction]
    public bool TryStore<T>(uint offset, in T value)
        where T : unmanaged => this is TcContext tc
            ? BpfHelpers.SkbStoreBytes(tc, offset, in value, Unsafe.SizeOf<T>(), 0) == 0
            : this is XdpContext xdp && BpfHelpers.XdpStoreBytes(xdp, offset, in value, Unsafe.SizeOf<T>()) == 0;

    /// <summary>Opens a view of all of the packet's bytes (Linux 6.4; needs a GPL-compatible license).</summary>
    /// <param name="view">The view.</param>
    [BpfFunction]
    public void OpenView(out PacketView view)
    {
        view = default;
        if (this is TcContext tc)
            BpfHelpers.DynptrFromSkb(tc, 0, ref view);
        else if (this is XdpContext xdp)
            BpfHelpers.DynptrFromXdp(xdp, 0, ref view);
    }
}
