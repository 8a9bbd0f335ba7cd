using System;
using System.Buffers.Binary;
using BpfSharp.Protocols;

namespace BpfSharp.Simulation.Kernel;

/// <summary><c>INET_ECN_set_ce</c> of <c>include/net/inet_ecn.h</c>.</summary>
internal static class SkbCongestion
{
    private const int CongestionExperienced = 3; // INET_ECN_CE

    public static int Mark(TcContext context)
    {
        ReadOnlySpan<byte> all = context.Buffer.Linear;
        int offset = context.Buffer.NetworkOffset;
        return context.Protocol switch
        {
            EtherType.IPv4 when all.Length >= offset + 20 => MarkIpv4(context.Buffer.Linear[offset..]),
            EtherType.IPv6 when all.Length >= offset + 40 => MarkIpv6(context.Buffer.Linear[offset..]),
            _ => 0,
        };
    }

    private static int MarkIpv4(Span<byte> header)
    {
        // 1 where the packet takes no marks, 0 where it has one already; else the mark adds 2 (ECT 1) or 1 (ECT 0).
        int ecn = (header[1] + 1) & CongestionExperienced;
        if ((ecn & 2) == 0)
            return ecn == 0 ? 1 : 0;
        uint check = BinaryPrimitives.ReadUInt16BigEndian(header[10..]) + 0xFFFBu + (uint)ecn;
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], (ushort)(check + (check >= ushort.MaxValue ? 1u : 0)));
        header[1] |= CongestionExperienced;
        return 1;
    }

    private static int MarkIpv6(Span<byte> header)
    {
        if ((header[1] >> 4 & CongestionExperienced) == 0)
            return 0;
        header[1] |= CongestionExperienced << 4;
        return 1;
    }
}
