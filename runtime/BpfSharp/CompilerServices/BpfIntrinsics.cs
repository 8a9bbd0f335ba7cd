using System;

namespace BpfSharp.CompilerServices;

/// <summary>What the compiler does itself. Programs use it through <see cref="Packet"/>.</summary>
public static class BpfIntrinsics
{
    /// <summary>A reference to packet bytes if the packet has them. In tc, bytes beyond the linear part are made linear.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="offset">Bytes from the packet's start; with the size, 0 to 0xffff.</param>
    /// <param name="size">Bytes, at least 1.</param>
    /// <param name="start">The first of the bytes.</param>
    /// <returns>Whether the packet has them.</returns>
    [BpfIntrinsic("packet.try")]
    public static bool TryPacket(PacketContext context, int offset, int size, out Ref<byte> start)
    {
        Span<byte> bytes = context.Buffer.Reach(offset + size);
        if (bytes.Length - offset < size)
        {
            start = default;
            return false;
        }

        start = new Ref<byte>(ref bytes[offset]);
        return true;
    }

    /// <summary>The packet's linear bytes.</summary>
    /// <param name="context">The program's context.</param>
    /// <returns>The bytes in place.</returns>
    [BpfIntrinsic("packet.bytes")]
    public static Span<byte> PacketBytes(PacketContext context) => context.Buffer.Linear;

    /// <summary>Number of the packet's linear bytes.</summary>
    /// <param name="context">The program's context.</param>
    /// <returns>Bytes.</returns>
    [BpfIntrinsic("packet.length")]
    public static int PacketLength(PacketContext context) => context.Buffer.LinearLength;
}
