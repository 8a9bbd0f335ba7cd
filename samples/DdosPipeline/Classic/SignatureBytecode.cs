using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Protocols;
using DdosPipeline.Language;

namespace DdosPipeline.Classic;

/// <summary>Says a signature as classic bytecode, for iptables' xt_bpf: what the two do with the same packets and at what cost is then compared.</summary>
public static class SignatureBytecode
{
    private const int UdpHeaderBytes = 8;
    private const int MappedBits = 96;

    // Fields of the IP header, and of the header behind it: offset, size, and for part of a byte the mask.
    private static readonly Dictionary<PacketField, (PacketPlace Place, int Offset, ClassicSize Size, uint Mask)> s_fields = new()
    {
        [PacketField.Length] = (PacketPlace.Network, 2, ClassicSize.Half, 0),
        [PacketField.TimeToLive] = (PacketPlace.Network, 8, ClassicSize.Byte, 0),
        [PacketField.SourcePort] = (PacketPlace.Transport, 0, ClassicSize.Half, 0),
        [PacketField.DestinationPort] = (PacketPlace.Transport, 2, ClassicSize.Half, 0),
        [PacketField.TcpFlags] = (PacketPlace.Transport, 13, ClassicSize.Byte, 0x3f),
        [PacketField.Window] = (PacketPlace.Transport, 14, ClassicSize.Half, 0),
    };

    /// <summary>Translates a signature.</summary>
    /// <returns>Null where classic bytecode can't say it: IPv6, TCP options, rates, methods; or where that takes more than 64 instructions.</returns>
    public static ClassicProgram? Of(Signature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        if (signature.Bytecode is not null || signature.IsV6 == true || signature.Options is not null || signature.Rate is not null || signature.Method != MethodSignature.None
            || signature.Fields.Keys.Any(f => !s_fields.ContainsKey(f)))
            return null;
        var writer = new BytecodeWriter();
        Write(signature, writer);
        return writer.Finish();
    }

    private static void Write(Signature signature, BytecodeWriter writer)
    {
        bool hasPorts = signature.Fields.Keys.Any(static f => s_fields[f].Place == PacketPlace.Transport) && signature.Protocol is null;
        bool hasPayload = signature.Bytes.Exists(static b => b.Place == PacketPlace.Payload);
        bool isDeep = hasPorts || hasPayload || signature.Bytes.Exists(static b => b.Place == PacketPlace.Transport) || signature.Fields.Keys.Any(static f => s_fields[f].Place == PacketPlace.Transport);
        if (signature.Protocol is { } protocol)
            writer.Require(ClassicMode.Absolute, 9, ClassicSize.Byte, 0, [new ValueRange((uint)protocol, (uint)protocol)]);
        else if (hasPorts || hasPayload)
            writer.Require(ClassicMode.Absolute, 9, ClassicSize.Byte, 0, [Only(IpProtocol.Tcp), Only(IpProtocol.Udp)]);
        if (signature.Fragment)
            writer.RequireBits(6, ClassicSize.Half, 0x3fff);
        if (isDeep)
            writer.RequireNoBits(6, ClassicSize.Half, 0x1fff);
        Write(signature.Source, 12, writer);
        Write(signature.Destination, 16, writer);
        Fields(PacketPlace.Network);
        Bytes(PacketPlace.Network, ClassicMode.Absolute, 0);
        if (!isDeep)
            return;
        writer.LoadHeaderLength();
        Fields(PacketPlace.Transport);
        Bytes(PacketPlace.Transport, ClassicMode.Indirect, 0);
        if (!hasPayload)
            return;
        if (signature.Protocol == IpProtocol.Udp)
        {
            Bytes(PacketPlace.Payload, ClassicMode.Indirect, UdpHeaderBytes);
        }
        else
        {
            writer.AddTcpHeaderLength(signature.Protocol is null);
            Bytes(PacketPlace.Payload, ClassicMode.Indirect, 0);
        }

        void Fields(PacketPlace place)
        {
            foreach ((PacketField field, IReadOnlyList<ValueRange> values) in signature.Fields.Where(f => s_fields[f.Key].Place == place))
                writer.Require(place == PacketPlace.Network ? ClassicMode.Absolute : ClassicMode.Indirect, s_fields[field].Offset, s_fields[field].Size, s_fields[field].Mask, values);
        }

        void Bytes(PacketPlace place, ClassicMode mode, int from)
        {
            foreach (ByteCondition bytes in signature.Bytes.Where(b => b.Place == place))
                writer.RequireBytes(mode, from + (int)bytes.Offset, bytes.Value, bytes.Mask);
        }
    }

    private static ValueRange Only(IpProtocol protocol) => new((uint)protocol, (uint)protocol);

    private static void Write(AddressCondition? address, int offset, BytecodeWriter writer)
    {
        if (address is null || address.Network.Length == MappedBits)
            return;
        uint mask = uint.MaxValue << (MappedBits + 32 - address.Network.Length);
        uint value = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(Compilation.AddressBytes.Of(address.Network.Address).AsSpan(12)) & mask;
        writer.Require(ClassicMode.Absolute, offset, ClassicSize.Word, mask, [new ValueRange(value, value)]);
    }
}
