using System;
using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;

namespace BpfSharp;

/// <summary>
/// The packet's bytes, fragments and non-linear ones included, as the kernel hands them out by a dynptr (<c>bpf_dynptr_from_skb</c>, <c>bpf_dynptr_from_xdp</c>, Linux 6.4; needs a GPL-compatible license):
/// offsets need no bounds that the verifier sees, and nothing is pulled.
/// </summary>
/// <remarks>It stays where <see cref="PacketContext.OpenView"/> has put it: it is no value to be copied. What it covers is counted when it is opened; a packet that shrinks
/// afterwards makes reads beyond its end fail.</remarks>
public ref struct PacketView
{
    internal long Number;
    internal long Unused;

    /// <summary>Bytes that the view covers (Linux 6.5).</summary>
    public readonly uint Length
    {
        [BpfFunction]
        get => BpfHelpers.DynptrSize(in this);
    }

    /// <summary>Copies a header (or any other unmanaged structure) out of the packet.</summary>
    /// <typeparam name="T">The structure.</typeparam>
    /// <param name="offset">Bytes from the view's start.</param>
    /// <param name="value">The copy; zero where the view ends before.</param>
    /// <returns>Whether the view has all of it.</returns>
    [BpfFunction]
    public readonly bool TryRead<T>(uint offset, out T value)
        where T : unmanaged
    {
        value = default;
        return BpfHelpers.PacketRead(ref value, Unsafe.SizeOf<T>(), in this, offset, 0) == 0;
    }

    /// <summary>Copies bytes out of the packet.</summary>
    /// <param name="offset">Bytes from the view's start.</param>
    /// <param name="destination">Where to; its length tells how many, at least 1.</param>
    /// <returns>Whether the view has them all.</returns>
    [BpfFunction]
    public readonly bool ReadBytes(uint offset, scoped Span<byte> destination) => BpfHelpers.PacketReadBytes(destination, in this, offset, 0) == 0;

    /// <summary>Writes a header (or any other unmanaged structure) over bytes of the packet. References into the packet are stale afterwards, those of <see cref="Slice{T}"/> too.</summary>
    /// <typeparam name="T">The structure.</typeparam>
    /// <param name="offset">Bytes from the view's start.</param>
    /// <param name="value">What to write.</param>
    /// <returns>Whether the view has that many bytes.</returns>
    [BpfFunction]
    public bool TryWrite<T>(uint offset, scoped in T value)
        where T : unmanaged =>
        BpfHelpers.PacketWrite(ref this, offset, in value, Unsafe.SizeOf<T>(), 0) == 0;

    /// <summary>Overwrites bytes of the packet. References into the packet are stale afterwards, those of <see cref="Slice{T}"/> too.</summary>
    /// <param name="offset">Bytes from the view's start.</param>
    /// <param name="source">What to write, at least 1 byte.</param>
    /// <returns>Whether the view has them all.</returns>
    [BpfFunction]
    public bool WriteBytes(uint offset, scoped ReadOnlySpan<byte> source) => BpfHelpers.PacketWriteBytes(ref this, offset, source, 0) == 0;

    /// <summary>A header (or any other unmanaged structure): in the packet where its bytes lie together, copied to the buffer where not. Faults (<see cref="FaultKind.PacketOutOfRange"/>) where the view ends before.</summary>
    /// <typeparam name="T">The structure.</typeparam>
    /// <param name="offset">Bytes from the view's start.</param>
    /// <param name="buffer">Where to copy it if need be.</param>
    /// <returns>The structure, to be read.</returns>
    [BpfFunction]
    public readonly ref readonly T Slice<T>(uint offset, ref T buffer)
        where T : unmanaged
    {
        ref T found = ref BpfHelpers.DynptrSlice(in this, offset, ref buffer, Unsafe.SizeOf<T>());
        if (Unsafe.IsNullRef(ref found))
            throw new PacketBoundsException((int)offset, Unsafe.SizeOf<T>());
        return ref found;
    }

    /// <summary>As <see cref="Slice{T}"/>, to be written. What is written to the buffer is not in the packet: where the structure is not of one piece, <see cref="TryWrite{T}"/> writes it back.</summary>
    /// <typeparam name="T">The structure.</typeparam>
    /// <param name="offset">Bytes from the view's start.</param>
    /// <param name="buffer">Where to copy it if need be.</param>
    /// <returns>The structure, in the packet or in the buffer.</returns>
    [BpfFunction]
    public ref T SliceForWriting<T>(uint offset, ref T buffer)
        where T : unmanaged
    {
        ref T found = ref BpfHelpers.DynptrSliceRdwr(in this, offset, ref buffer, Unsafe.SizeOf<T>());
        if (Unsafe.IsNullRef(ref found))
            throw new PacketBoundsException((int)offset, Unsafe.SizeOf<T>());
        return ref found;
    }

    /// <summary>Makes the view a part of what it is (<c>bpf_dynptr_adjust</c>, Linux 6.5).</summary>
    /// <param name="start">Its new start, in bytes from the old one.</param>
    /// <param name="end">Its new end, in bytes from the old start.</param>
    /// <returns>Whether start and end are in order and within it; if not, it stays as it is.</returns>
    [BpfFunction]
    public bool Narrow(uint start, uint end) => BpfHelpers.DynptrAdjust(in this, start, end) == 0;

    /// <summary>A second view of the same bytes, to be narrowed by itself (<c>bpf_dynptr_clone</c>, Linux 6.5).</summary>
    /// <param name="clone">The other view.</param>
    [BpfFunction]
    public readonly void Clone(out PacketView clone)
    {
        clone = default;
        BpfHelpers.DynptrClone(in this, ref clone);
    }
}
