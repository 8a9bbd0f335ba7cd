using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Protocols;
using BpfSharp.Samples;
using EdgeBalancer.Flood;
using EdgeBalancer.Network;

namespace EdgeBalancer.Checks;

/// <summary>The balancer's own wire is flooded while clients have connections and make new ones.</summary>
internal sealed class FloodChecks(SampleRun run, EdgeObject edge, EdgeNetwork network, DropReports reports, Action draw)
{
    private const int Open = 6;
    private const int Bytes = 50_000;

    // What edge.txt says.
    private static readonly FloodKind[] s_kinds =
    [
        new("datagrams of a listed network", Ipv4Address.Parse("10.98.66.0"), 0xff, IsSyn: false, Tally.Dropped + (uint)DropReason.ListedNetwork, Rate: 0, Burst: 0),
        new("datagrams of one source", Ipv4Address.Parse("10.201.0.1"), 0, IsSyn: false, Tally.Dropped + (uint)DropReason.SourceRate, Rate: 50_000, Burst: 20_000),
        new("SYNs of random sources", Ipv4Address.Parse("10.200.0.0"), 0xffff, IsSyn: true, Tally.Challenged, Rate: 200, Burst: 100),
    ];

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(2);

    public void Show()
    {
        network.Router.Ip("route add blackhole 10.200.0.0/15"); // nobody answers challenges
        using FloodSourceObject source = FloodSourceLoader.Load();
        foreach (FloodKind kind in s_kinds)
            Flood(source, kind);
    }

    private void Flood(FloodSourceObject source, FloodKind kind)
    {
        List<TcpClientConnection> open = [.. Enumerable.Range(0, Open).Select(i => Connect(kind, i)).OfType<TcpClientConnection>()];
        ulong[] before = ReadTallies();
        reports.Read();
        long told = reports.Total;
        FloodThread flood;
        using (flood = new FloodThread(source, network, kind))
        {
            for (int i = 0; i < Open || (Unchallenged(kind, before) && flood.Time < s_limit); i++)
            {
                using TcpClientConnection? anew = Connect(kind, i);
                run.Fates.Add($"TCP connection made in a flood of {kind.Name}", "carries bytes there and back, intact", anew is null ? "did not connect" : anew.Exchange(Bytes));
                draw();
            }

            foreach (TcpClientConnection connection in open)
            {
                run.Fates.Add($"TCP connection that was open before a flood of {kind.Name}", "carries bytes there and back, intact", connection.Exchange(Bytes));
                connection.Dispose();
            }

            while (flood.Time < s_least)
            {
                draw();
                Thread.Sleep(10);
            }
        }

        ulong[] after = ReadTallies();
        Judge(kind, flood, after.Zip(before, static (now, then) => now - then).ToArray(), told);
    }

    // A client's SYN is challenged where the flood has used up what its CPU lets in. A busy machine sends in bursts, and clients may fall between them.
    private bool Unchallenged(FloodKind kind, ulong[] before) => kind.IsSyn && ReadTallies()[(int)Tally.Admitted] == before[(int)Tally.Admitted];

    // Frames that find no room in the wire's ring are lost before the balancer: what it has seen is judged.
    private void Judge(FloodKind kind, FloodThread flood, ulong[] tallies, long told)
    {
        double seconds = flood.Time.TotalSeconds;
        ulong seen = tallies.Aggregate(0ul, static (sum, t) => sum + t);
        ulong stopped = tallies[(int)kind.Fate];
        ulong through = tallies[(int)Tally.New] + tallies[(int)Tally.Unremembered] + tallies[(int)Tally.Known];
        ulong mayPass = (ulong)((kind.Rate * (seconds + 0.1)) + kind.Burst) * (ulong)(kind.IsSyn ? Environment.ProcessorCount : 1) + seen / 100;
        run.Fates.Add($"flood of {kind.Name}", "gets no further than its limit", null, (int)stopped);
        if (through > mayPass)
            run.Fates.Add($"flood of {kind.Name}", "gets no further than its limit", $"{through} packets in {seconds:0.0} s", (int)through);
        reports.Read();
        if (reports.Total == told && kind.Fate != Tally.Challenged)
            run.Fates.Problem($"no drop of a flood of {kind.Name} was reported");
        if (kind.IsSyn && tallies[(int)Tally.Admitted] == 0)
            run.Fates.Problem("no client has answered a challenge");
        string rate = $"{kind.Name}: {flood.Sent / seconds / 1e6:0.00} M/s sent, {seen / seconds / 1e6:0.00} M/s seen by the balancer";
        run.View.Say(rate);
    }

    private TcpClientConnection? Connect(FloodKind kind, int number)
    {
        EdgeNode client = network.Clients[number % 2];
        TcpClientConnection? connection = TcpClientConnection.TryOpen(client.Place, Services.Web(number % 4 >= 2), s_limit, client.Address(number % 4 >= 2));
        if (connection is null)
            run.Fates.Problem($"a client could not connect at a flood of {kind.Name}");
        return connection;
    }

    private ulong[] ReadTallies() => [.. Enumerable.Range(0, (int)Tally.Count).Select(i => EdgePicture.Sum(edge.Tallies[(uint)i]).Packets)];
}
