using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using Xunit;

namespace BpfSharp.EndToEnd.Tests;

/// <summary>A packet of a little-endian pcapng file, read by the letter of draft-ietf-opsawg-pcapng.</summary>
internal sealed record PcapngBlock(int Captured, int Length, string Comment, bool Outbound)
{
    private const uint EnhancedPacket = 6;

    public static PcapngBlock[] Packets(ReadOnlySpan<byte> file)
    {
        var packets = new List<PcapngBlock>();
        Assert.Equal(0x0a0d0d0au, BinaryPrimitives.ReadUInt32LittleEndian(file));
        while (file.Length > 0)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(file[4..]);
            Assert.Equal(0, length % 4);
            Assert.Equal(length, BinaryPrimitives.ReadInt32LittleEndian(file[(length - 4)..]));
            if (BinaryPrimitives.ReadUInt32LittleEndian(file) == EnhancedPacket)
                packets.Add(Packet(file[8..(length - 4)]));
            file = file[length..];
        }

        return [.. packets];
    }

    private static PcapngBlock Packet(ReadOnlySpan<byte> body)
    {
        int captured = BinaryPrimitives.ReadInt32LittleEndian(body[12..]);
        int length = BinaryPrimitives.ReadInt32LittleEndian(body[16..]);
        string comment = "";
        bool outbound = false;
        ReadOnlySpan<byte> options = body[(20 + Padded(captured))..];
        while (BinaryPrimitives.ReadUInt16LittleEndian(options) is var code and not 0)
        {
            ReadOnlySpan<byte> value = options.Slice(4, BinaryPrimitives.ReadUInt16LittleEndian(options[2..]));
            if (code == 1)
                comment = Encoding.UTF8.GetString(value);
            else if (code == 2)
                outbound = (value[0] & 3) == 2;
            options = options[(4 + Padded(value.Length))..];
        }

        return new PcapngBlock(captured, length, comment, outbound);
    }

    private static int Padded(int length) => (length + 3) & ~3;
}
