using System;
using BpfSharp.Protocols;
using BpfSharp.Samples;
using BpfSharp.Testing;
using DdosPipeline.Network;

namespace DdosPipeline.Checks;

/// <summary>Packets that no socket would send: SYNs of floods, answers of abused servers. Each passes XDP or never does.</summary>
internal static class FrameChecks
{
    private const int PacketsEach = 16;

    private static readonly byte[] s_floodOptions = [2, 4, 2, 24, 1, 1, 1, 0];
    private static readonly byte[] s_linuxOptions = [2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7];

    public static void Run(SampleRun run, DefendedHost host, FloodObject flood)
    {
        using var traffic = new FrameTraffic(host, flood);
        MacAddress server = MacAddress.Parse(host.ServerDevice.LinkAddress);
        for (int i = 0; i < PacketsEach; i++)
        {
            Send("a flood's SYN", Syn(512, s_floodOptions, 255), passes: false);
            Send("a SYN with another window", Syn(513, s_floodOptions, 255), passes: true);
            Send("a SYN with other options", Syn(512, s_linuxOptions, 255), passes: true);
            Send("a SYN from further away", Syn(512, s_floodOptions, 64), passes: true);
            Send("a SYN without options", Syn(64240, [], 64), passes: false);
            Send("a SYN of Linux", Syn(64240, s_linuxOptions, 64), passes: true);
            Send("an answer of monlist", Udp(123, 5000, [0, 0, 0, 0, 0x17, 9, 3, 42]), passes: false);
            Send("an answer of NTP", Udp(123, 5000, [0, 0, 0, 0, 0x24, 9, 3, 42]), passes: true);
            Send("an answer of memcached", Udp(11211, 5000, "\0\0\0\0VALUE"u8), passes: false);
            Send("a shorter one", Udp(11211, 5000, "\0\0\0\0VALU"u8), passes: true);
            Send("a DNS query for all", Udp(5000, 53, Query(255)), passes: false);
            Send("a DNS query for an address", Udp(5000, 53, Query(1)), passes: true);
        }

        traffic.WriteFates(run.Fates);

        void Send(string flow, byte[] frame, bool passes) => traffic.Send(frame, new PacketFate(flow, passes ? FrameTraffic.Witness : null));

        PacketBuilder Ip(byte timeToLive) => Packets.Ethernet(destination: server)
            .Ipv4(FrameTraffic.Source, Ipv4Address.Parse(DefendedHost.ServerAddress(v6: false).ToString()), (ref Ipv4Header ip) => ip.TimeToLive = timeToLive);

        byte[] Syn(ushort window, byte[] options, byte timeToLive) =>
            Ip(timeToLive).Tcp(4000, 80, TcpFlags.Syn, (ref TcpHeader tcp) => tcp.Window = window, options).Build();

        byte[] Udp(ushort from, ushort to, ReadOnlySpan<byte> payload) => Ip(64).Udp(from, to).Payload(payload).Build();
    }

    // A name of two labels, then the type and the class.
    private static byte[] Query(byte type) => [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, (byte)'a', (byte)'b', 3, (byte)'o', (byte)'r', (byte)'g', 0, 0, type, 0, 1];
}
