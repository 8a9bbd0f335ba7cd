using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Threading;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using BpfSharp.Samples;
using BpfSharp.Testing;
using DdosPipeline.Language;
using DdosPipeline.Network;

namespace DdosPipeline.Checks;

/// <summary>A flood, under which signatures are exchanged and a connection goes on.</summary>
internal sealed class FloodChecks(SampleRun run, DefendedHost host, FloodObject flood, DdosSession session)
{
    private const int Piece = 25_000;
    private const int Pieces = 16;
    private const int LeastExchanges = 20;
    private const int Transfer = 200_000;
    private const ushort TcpPort = 7100;
    private const ushort FirstPort = 8_000;
    private const int Ports = 16;
    private const int PayloadBytes = 22;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// All packets of the flood are matched by both sets, each by other conditions: half of one set and half of the other match none. Not one packet may come through, and each is counted once.
    /// </summary>
    public void Run()
    {
        using var server = new TcpEchoServer(host.Server, new IPEndPoint(DefendedHost.ServerAddress(v6: false), TcpPort));
        using TcpClientConnection? connection = TcpClientConnection.TryOpen(host.Client, new IPEndPoint(DefendedHost.ServerAddress(v6: false), TcpPort), s_limit);
        string[] sets = [PortSet(), ByteSet()];
        Require(session.Load(sets[0]));
        long before = ReadArrived(), droppedBefore = host.ReadDropped();
        ulong counted = 0;
        int exchanges = 0;
        var sending = new Thread(Send) { IsBackground = true, Name = "flood" };
        sending.Start();
        string? connectionProblem = "did not open";
        while (sending.IsAlive || exchanges < LeastExchanges)
        {
            // The new set's counters begin at nothing; those of the old one are read when no packet meets it any more.
            Dictionary<string, uint> old = session.Store.Counters.ToDictionary();
            exchanges++;
            Require(session.Load(sets[exchanges % sets.Length]));
            counted += session.CountOf(old.Values);
            if (exchanges == LeastExchanges / 2 && connection is not null)
                connectionProblem = connection.Exchange(Transfer);
        }

        sending.Join();
        Thread.Sleep(s_settle);
        counted += session.CountOf(session.Store.Counters.Values);
        const int sent = Piece * Pieces;
        long arrived = ReadArrived() - before;
        run.Fates.Add("a connection under a flood", "carries its bytes both ways", connectionProblem);
        run.Fates.Add("a flood, while two sets take turns", "never arrives", arrived == 0 ? null : $"{arrived} arrived", sent);

        // The device's queue may have had no room for some: they never came so far.
        long dropped = host.ReadDropped() - droppedBefore;
        if (counted != (ulong)dropped || dropped < sent / 2)
            run.Fates.Problem($"of {sent} packets of the flood {dropped} were dropped by XDP and {counted} counted");
        run.View.Say($"{exchanges} exchanges of signatures under {sent} packets of a flood, {counted} dropped");
    }

    private static string PortSet() => string.Join('\n', Enumerable.Range(0, Ports).Select(static i => string.Create(CultureInfo.InvariantCulture, $"drop port{i} udp port {FirstPort + i}")));

    // The flood's payloads begin with their numbers. Every second one is told by bytecode.
    private static string ByteSet() => string.Join('\n', Enumerable.Range(0, Ports).Select(static i => i % 2 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"drop bytes{i} udp source-port 4000 payload 0 {i:x2}00")
        : string.Create(CultureInfo.InvariantCulture, $"drop bytes{i} bytecode 6,48 0 0 9,21 0 3 17,40 0 0 28,21 0 1 {i << 8},6 0 0 1,6 0 0 0")));

    private static void Require(IReadOnlyList<SignatureProblem> problems)
    {
        if (problems.Count > 0)
            throw new SampleFailedException($"the signatures are not used: {problems[0]}");
    }

    // Nobody listens there: a datagram that comes through is counted as such by the stack.
    private long ReadArrived() => StackCounters.Read(host.Server, "Udp", "NoPorts");

    private void Send()
    {
        FloodPacket[] kinds = [.. Enumerable.Range(0, Ports).Select(static i => new FloodPacket { Port = (uint)(FirstPort + i), Payload = (ulong)i })];
        flood.Kinds.Write(0, kinds);
        flood.KindCount = (uint)kinds.Length;
        byte[] frame = Packets.Ethernet(destination: MacAddress.Parse(host.ServerDevice.LinkAddress))
            .Ipv4(FrameTraffic.Source, Ipv4Address.Parse(DefendedHost.ServerAddress(v6: false).ToString()))
            .Udp(4000, FirstPort, static (ref UdpHeader udp) => udp.Checksum = 0).Payload(new byte[PayloadBytes]).Build();
        for (int i = 0; i < Pieces; i++)
            host.Client.Run(() => flood.Send.RunLive(frame, Piece, new XdpRunContext { IngressInterface = (int)host.ClientDevice.Index }));
    }
}
