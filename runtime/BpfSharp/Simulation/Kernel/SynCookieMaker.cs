using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Simulation.Kernel;

/// <summary>SYN cookies as <c>net/ipv4/syncookies.c</c> makes them, but for the hash, whose key is the kernel's secret.</summary>
internal static class SynCookieMaker
{
    private const int HeaderLength = 20;

    // msstab
    private static ReadOnlySpan<ushort> Ipv4SegmentSizes => [536, 1300, 1440, 1460];

    private static ReadOnlySpan<ushort> Ipv6SegmentSizes => [1220, 1420, 1440, 8940];

    public static long Generate(ReadOnlySpan<byte> addresses, ReadOnlySpan<byte> tcp, bool isIpv6)
    {
        if (tcp.Length < HeaderLength)
            return -KernelError.Invalid;
        TcpHeader header = MemoryMarshal.Read<TcpHeader>(tcp);
        if (tcp.Length != header.HeaderLength)
            return -KernelError.Invalid;
        ReadOnlySpan<ushort> sizes = isIpv6 ? Ipv6SegmentSizes : Ipv4SegmentSizes;
        int size = MaximumSegmentSize(tcp[HeaderLength..]) is var told and not 0 ? told : sizes[0];
        int index = sizes.Length - 1;
        while (index > 0 && size < sizes[index])
            index--;
        uint cookie = unchecked(Hash(addresses, in header) + header.SequenceNumber + (uint)index);
        return cookie | ((long)sizes[index] << 32);
    }

    // check_tcp_syn_cookie: the sequence number is added, not hashed, so that one a little off may be taken for another segment size.
    public static int Check(ReadOnlySpan<byte> addresses, ref readonly TcpHeader tcp)
    {
        uint index = unchecked(tcp.AcknowledgmentNumber - 1 - Hash(addresses, in tcp) - (tcp.SequenceNumber - 1));
        return index < Ipv4SegmentSizes.Length ? 0 : -KernelError.Access;
    }

    private static uint Hash(ReadOnlySpan<byte> addresses, ref readonly TcpHeader tcp)
    {
        Span<byte> flow = stackalloc byte[addresses.Length + 4];
        addresses.CopyTo(flow);
        BinaryPrimitives.WriteUInt16BigEndian(flow[addresses.Length..], tcp.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(flow[(addresses.Length + 2)..], tcp.DestinationPort);
        return SimulationRun.Require("SYN cookies").Environment.HashSynCookie(flow);
    }

    // tcp_parse_mss_option
    private static int MaximumSegmentSize(ReadOnlySpan<byte> options)
    {
        while (!options.IsEmpty && options[0] != 0)
        {
            if (options[0] == 1)
            {
                options = options[1..];
                continue;
            }

            if (options.Length < 2 || options[1] < 2 || options[1] > options.Length)
                return 0;
            if (options[0] == 2 && options[1] == 4 && BinaryPrimitives.ReadUInt16BigEndian(options[2..]) is var size and not 0)
                return size;
            options = options[options[1]..];
        }

        return 0;
    }
}
