using System.Net;
using BpfSharp.Samples;
using DdosPipeline.Network;

namespace DdosPipeline.Checks;

/// <summary>Datagrams of sockets, each of which arrives or never does.</summary>
internal static class SocketChecks
{
    private const int PacketsEach = 24;
    private const short OneRouter = 33;
    private const short UsualTimeToLive = 64;

    // Port, size, time to live, whether it is to be dropped, and by what.
    private static readonly (ushort Port, int Size, short TimeToLive, string? Signature)[] s_flows =
    [
        (7001, 100, UsualTimeToLive, "closed-port"),
        (7002, 483, UsualTimeToLive, null),
        (7002, 484, UsualTimeToLive, "large-udp"),
        (7003, 100, UsualTimeToLive, null),
        (7004, 171, UsualTimeToLive, null),
        (7004, 172, UsualTimeToLive, "bytecode-7004"),
        (7005, 1400, UsualTimeToLive, null),
        (7005, 3000, UsualTimeToLive, "fragments"),
        (7006, 100, UsualTimeToLive, null),
        (7006, 100, OneRouter, "one-router"),
    ];

    public static void Run(SampleRun run, DefendedHost host, NumberedTraffic traffic)
    {
        foreach (ushort port in (ushort[])[7001, 7002, 7003, 7004, 7005, 7006])
            traffic.AddWitness("server", host.Server, new IPEndPoint(DefendedHost.ServerAddress(v6: false), port));
        traffic.AddWitness("server", host.Server, new IPEndPoint(DefendedHost.ServerAddress(v6: true), 7003));
        for (int i = 0; i < PacketsEach; i++)
        {
            foreach ((ushort port, int size, short timeToLive, string? signature) in s_flows)
                Send(DefendedHost.ClientAddress(v6: false), port, size, timeToLive, signature, "");
            foreach (bool v6 in (bool[])[false, true])
                Send(DefendedHost.BadAddress(v6), 7003, 100, UsualTimeToLive, v6 ? "bad-network-6" : "bad-network", " from a bad network");
            Send(DefendedHost.ClientAddress(v6: true), 7003, 100, UsualTimeToLive, null, "");
            Send(DefendedHost.FriendAddress, 7001, 100, UsualTimeToLive, null, " from a friend");
        }

        traffic.Settle();
        traffic.WriteFates(run.Fates);

        void Send(IPAddress from, ushort port, int size, short timeToLive, string? signature, string more)
        {
            IPAddress to = DefendedHost.ServerAddress(from.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6);
            string flow = $"{size} bytes to port {port}{more}, {(to.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? "IPv4" : "IPv6")}{(timeToLive == OneRouter ? $", ttl {timeToLive}" : "")}";
            traffic.Send(host.Client, new IPEndPoint(from, 0), new IPEndPoint(to, port), new PacketFate(flow, signature is null ? "server" : null), timeToLive, size);
        }
    }
}
