using System;
using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;

namespace BpfSharp;

/// <summary>The bytes of the packet that a program runs for.</summary>
/// <remarks>
/// Offsets count from the first byte that the program sees: the Ethernet header on Ethernet devices. References stay valid until a helper moves the packet's
/// bytes (such as <see cref="XdpContext.AdjustHead"/>); the compiler refuses stale ones.
/// </remarks>
[BpfFunction]
public readonly ref struct Packet
{
    // The verifier follows a variable packet offset only while offset and constants together stay within 0xffff (MAX_PACKET_OFF).
    private const int MaxEnd = 0xffff;

    private readonly PacketContext _context;

    internal Packet(PacketContext context) => _context = context;

    /// <summary>Number of <see cref="Bytes"/>. The whole packet's length is the context's <c>Length</c>.</summary>
    public int LinearLength => BpfIntrinsics.PacketLength(_context);

    /// <summary>The bytes that can be accessed directly: in XDP all of a packet without fragments, in tc the linear part of the packet, often only its headers.</summary>
    public Span<byte> Bytes => BpfIntrinsics.PacketBytes(_context);

    /// <summary>A header (or any other unmanaged structure) in place. Faults (<see cref="FaultKind.PacketOutOfRange"/>) where the packet ends before the header's end.</summary>
    /// <typeparam name="T">The structure; its fields are read as the bytes stand in the packet.</typeparam>
    /// <param name="offset">Bytes from the packet's start; negative ones fault, and so does what ends beyond byte 65,535.</param>
    /// <returns>The header in the packet itself: writing to it changes the packet.</returns>
    public ref T Header<T>(int offset)
        where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() > MaxEnd || (uint)offset > (uint)(MaxEnd - Unsafe.SizeOf<T>()) || !BpfIntrinsics.TryPacket(_context, offset, Unsafe.SizeOf<T>(), out Ref<byte> start))
            throw new PacketBoundsException(offset, Unsafe.SizeOf<T>());
        return ref Unsafe.As<byte, T>(ref start.Target);
    }

    /// <summary>A header (or any other unmanaged structure) in place, if the packet has it.</summary>
    /// <remarks>In tc, bytes beyond the linear part are made linear; other references stay valid. Where the kernel can't, it faults (<see cref="FaultKind.PacketOutOfRange"/>):
    /// it is out of memory, or holds a spin lock. There, call <see cref="TcContext.Pull"/> before.</remarks>
    /// <typeparam name="T">The structure; its fields are read as the bytes stand in the packet.</typeparam>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="header">The header in the packet itself; absent where the result is <see langword="false"/>.</param>
    /// <returns>Whether the packet reaches to the header's end, the offset is not negative, and the header ends within the first 65,535 bytes.</returns>
    public bool TryHeader<T>(int offset, out Ref<T> header)
        where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() > MaxEnd || (uint)offset > (uint)(MaxEnd - Unsafe.SizeOf<T>()) || !BpfIntrinsics.TryPacket(_context, offset, Unsafe.SizeOf<T>(), out Ref<byte> start))
        {
            header = default;
            return false;
        }

        header = new Ref<T>(ref Unsafe.As<byte, T>(ref start.Target));
        return true;
    }
}
