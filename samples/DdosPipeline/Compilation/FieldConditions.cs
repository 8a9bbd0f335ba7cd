using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Protocols;
using DdosPipeline.Language;

namespace DdosPipeline.Compilation;

/// <summary>What a signature says of each field, as ranges of its values.</summary>
internal static class FieldConditions
{
    private const uint HalfMask = 0xffff;
    private const int HalfBits = 16;
    private const int MappedBits = 96;

    /// <summary>The values that a signature allows; null: all, and packets without that field.</summary>
    public static IReadOnlyList<ValueRange>? Of(Signature signature, PacketField field, WordChoice words) => field switch
    {
        PacketField.Kind => Kinds(signature),
        PacketField.SourceHigh => Half(signature.Source, 0),
        PacketField.SourceLow => Half(signature.Source, HalfBits),
        PacketField.DestinationHigh => Half(signature.Destination, 0),
        PacketField.DestinationLow => Half(signature.Destination, HalfBits),
        PacketField.Options => signature.Options is { } order ? [Only(TcpOptionOrder.Fold(order))] : null,
        PacketField.FirstWord => Word(words.ValueOf(signature, 0)),
        PacketField.SecondWord => Word(words.ValueOf(signature, 1)),
        _ => signature.Fields.GetValueOrDefault(field),
    };

    private static ValueRange Only(uint value) => new(value, value);

    private static IReadOnlyList<ValueRange>? Word(uint? value) => value is { } only ? [Only(only)] : null;

    private static List<ValueRange>? Kinds(Signature signature)
    {
        if (signature is { IsV6: null, Protocol: null, Fragment: false })
            return null;
        var ranges = new List<ValueRange>();
        for (uint bits = 0; bits < PacketKinds.Count; bits += PacketKinds.ProtocolMask + 1)
        {
            bool isFragment = (bits & (PacketKinds.FirstFragment | PacketKinds.LaterFragment)) != 0;
            if ((signature.IsV6 is { } isV6 && isV6 != ((bits & PacketKinds.V6) != 0)) || (signature.Fragment && !isFragment))
                continue;
            ranges.Add(signature.Protocol is { } protocol ? Only(bits | (uint)protocol) : new ValueRange(bits, bits | PacketKinds.ProtocolMask));
        }

        return ranges;
    }

    // 16 bits of an address's first 32, from a bit on.
    private static ValueRange[]? Half(AddressCondition? address, int from)
    {
        if (address is null)
            return null;
        int length = Math.Clamp((address.IsV6 ? address.Network.Length : address.Network.Length - MappedBits) - from, 0, HalfBits);
        if (length == 0)
            return null;
        uint first = FirstBits(address) >> (HalfBits - from) & HalfMask;
        uint free = HalfMask >> length;
        return [new ValueRange(first & ~free, first | free)];
    }

    private static uint FirstBits(AddressCondition address)
    {
        byte[] bytes = AddressBytes.Of(address.Network.Address);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(address.IsV6 ? 0 : 12));
    }
}
