using System;
using System.Buffers.Binary;
using System.Linq;
using BpfSharp.Protocols;
using DdosPipeline.Language;

namespace DdosPipeline.Compilation;

/// <summary>Cuts bytes into pieces of eight.</summary>
internal static class PatternWriter
{
    private const uint SourceAt = 8;
    private const uint DestinationAt = 24;

    /// <summary>Writes what a signature wants of bytes, and of IPv6 addresses beyond their first 32 bits.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="words">What tables decide of the bytes.</param>
    /// <param name="entry">Takes the pieces.</param>
    public static void Write(Signature signature, WordChoice words, ref SignatureEntry entry)
    {
        foreach (ByteCondition bytes in signature.Bytes.Where(b => !words.Decides(b)))
            Write(bytes.Place, bytes.Offset, bytes.Value, bytes.Mask, ref entry);
        Write(signature.Source, SourceAt, ref entry);
        Write(signature.Destination, DestinationAt, ref entry);
    }

    private static void Write(AddressCondition? address, uint at, ref SignatureEntry entry)
    {
        if (address is not { IsV6: true } || address.Network.Length <= PatternCount.DecidedBits)
            return;
        byte[] value = AddressBytes.Of(address.Network.Address);
        byte[] mask = new byte[value.Length];
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] = (byte)(0xff00 >> Math.Clamp(address.Network.Length - (i * 8), 0, 8));
            value[i] &= mask[i];
        }

        Write(PacketPlace.Network, at, value, mask, ref entry);
    }

    private static void Write(PacketPlace place, uint offset, byte[] value, byte[] mask, ref SignatureEntry entry)
    {
        for (int at = 0; at < value.Length; at += PatternCount.Piece)
        {
            int length = Math.Min(PatternCount.Piece, value.Length - at);
            entry.Patterns[(int)entry.PatternCount++] = new BytePattern
            {
                Place = place,
                End = offset + (uint)(at + length),
                Value = Last(value.AsSpan(at, length)),
                Mask = Last(mask.AsSpan(at, length)),
            };
        }
    }

    // At the end of eight bytes, as the host reads them.
    private static ulong Last(ReadOnlySpan<byte> bytes)
    {
        Span<byte> all = stackalloc byte[PatternCount.Piece];
        all.Clear();
        bytes.CopyTo(all[(PatternCount.Piece - bytes.Length)..]);
        return BinaryPrimitives.ReadUInt64LittleEndian(all);
    }
}
