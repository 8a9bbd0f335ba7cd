using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using BpfSharp.Samples;
using FlowMonitor.Network;
using FlowMonitor.Observation;

namespace FlowMonitor.Checks;

/// <summary>What was sent was counted, packet by packet and byte by byte, and what was reported was read or is counted as lost.</summary>
internal sealed class AccountChecks(SampleRun run, MonitoredHost host, MonitorSession session)
{
    private const int FloodPackets = 60_000;
    private const int FloodPayload = 700;
    private const int EpochsForARead = 2;
    private const int Attempts = 5;

    private static readonly TimeSpan s_epoch = TimeSpan.FromMilliseconds(150);

    private readonly (WireCounters Wire, Tallies Tallies) _start = Start(host, session);

    /// <summary>Sends faster than events are read, while epochs end.</summary>
    public void Flood(string name, ushort sourcePort)
    {
        session.Settle();
        Tallies before = session.ReadTallies();
        var from = new IPEndPoint(MonitoredHost.ServerAddress(v6: false), sourcePort);
        var to = new IPEndPoint(MonitoredHost.ClientAddress(v6: false), Ports.Flood);
        Task<int> flood = Task.Run(() => UdpFlood.Send(host.Server, from, to, FloodPackets, FloodPayload));
        for (int round = 1; !flood.Wait(s_epoch); round++)
        {
            session.EndEpoch();
            if (round % EpochsForARead == 0)
                session.ReadEvents(); // too seldom for the buffers
        }

        long unread = session.SettleEvents(out Tallies tallies);

        FlowTotal? flow = session.Flows.SingleOrDefault(f => f.Key.Part == FlowPart.Packets && f.Key.SourcePort == sourcePort && f.Key.DestinationPort == Ports.Flood);
        ulong bytes = (ulong)flood.Result * (FloodPayload + 42);
        string? miscounted = flow is null ? "not counted at all"
            : flow.Packets != (ulong)flood.Result || flow.Bytes != bytes ? $"{flow.Packets} packets of {flood.Result} and {flow.Bytes} bytes of {bytes} counted" : null;
        run.Fates.Add($"flood, {name}", "is counted in its flow", miscounted, flood.Result);

        Tallies grown = tallies - before;
        long produced = (long)grown[Tally.Produced].Packets;
        long lost = (long)grown[Tally.Lost].Packets;
        if (run.Sabotage == Sabotage.SilentLoss)
            unread += lost;
        run.Fates.Add($"flood, {name}: events", "are read, or lost and counted", unread == 0 ? null : $"{unread} of {produced} neither read nor counted as lost", (int)Math.Max(produced, 1));
        if (lost == 0 || lost == produced)
            run.Fates.Problem($"the flood by {name} was to overrun the buffers and to be reported in part: {produced} produced, {lost} lost");
        run.View.Say($"{name}: {flood.Result} packets sent, {flow?.Packets} counted; {produced} events produced, {produced - lost} read, {lost} lost");
    }

    /// <summary>A connection with large segments, and pings.</summary>
    public void Connections(TcpEchoServer server, int bytes)
    {
        foreach (bool v6 in (bool[])[false, true])
        {
            string family = v6 ? "IPv6" : "IPv4";
            run.Fates.Add($"{family} ping", "is answered", IcmpEcho.Ping(host.Client, MonitoredHost.ServerAddress(v6)));
        }

        using (TcpClientConnection? connection = TcpClientConnection.TryOpen(host.Client, new IPEndPoint(MonitoredHost.ServerAddress(v6: false), Ports.Tcp), TimeSpan.FromSeconds(5)))
            run.Fates.Add("TCP connection", "carries bytes there and back", connection is null ? "did not connect" : connection.Exchange(bytes));
        session.Settle();
        foreach (FlowDirection direction in Enum.GetValues<FlowDirection>())
        {
            FlowTotal[] flows = [.. session.Flows.Where(f => f.Key.Direction == direction && (f.Key.SourcePort == Ports.Tcp || f.Key.DestinationPort == Ports.Tcp))];
            if (flows is not [FlowTotal flow] || flow.Bytes < (ulong)bytes || flow.Segments < (ulong)bytes / 1_460)
                run.Fates.Problem($"{flows.Length} TCP flows {direction}, {flows.FirstOrDefault()?.Bytes} bytes in {flows.FirstOrDefault()?.Segments} segments: not one with the {bytes} bytes that were sent");
        }
    }

    /// <summary>All that was on the wire since the start is in the monitor's books, and the books agree.</summary>
    public void Balance()
    {
        // A neighbour may be asked for in the middle of it.
        List<(string What, ulong Expected, ulong Counted)> rows = [];
        for (int attempt = 0; attempt < Attempts && (attempt == 0 || rows.Exists(static r => r.Expected != r.Counted)); attempt++)
            rows = ReadBooks();
        foreach ((string what, ulong expected, ulong counted) in rows)
        {
            if (expected != counted)
                run.Fates.Problem($"{what}: {expected}, the monitor has {counted}");
            else
                run.View.Say($"{what}: {expected}, as the monitor has it");
        }
    }

    private List<(string What, ulong Expected, ulong Counted)> ReadBooks()
    {
        session.Settle();
        WireCounters wire = host.ReadWire();
        Tallies tallies = session.ReadTallies();
        Tallies grown = tallies - _start.Tallies;
        TallyCounter ingress = tallies[Tally.Ingress];
        TallyCounter egress = tallies[Tally.Egress];
        TallyCounter withoutFlow = tallies[Tally.WithoutFlow];
        return
        [
            ("packets received", wire.InPackets - _start.Wire.InPackets, grown[Tally.SeenByXdp].Packets),
            // Since the start: XDP is attached first, and what came before the other hook was (a report of multicast groups) went by that.
            ("bytes seen by XDP", grown[Tally.Ingress].Bytes + grown[Tally.DroppedByXdp].Bytes, grown[Tally.SeenByXdp].Bytes),
            ("packets sent", wire.OutPackets - _start.Wire.OutPackets, grown[Tally.Egress].Packets - grown[Tally.DroppedOnEgress].Packets),
            ("bytes sent", wire.OutBytes - _start.Wire.OutBytes, grown[Tally.Egress].Bytes - grown[Tally.DroppedOnEgress].Bytes),
            ("packets of all flows", ingress.Packets + egress.Packets - withoutFlow.Packets, session.Flows.Aggregate(0UL, static (sum, f) => sum + f.Packets)),
            ("bytes of all flows", ingress.Bytes + egress.Bytes - withoutFlow.Bytes, session.Flows.Aggregate(0UL, static (sum, f) => sum + f.Bytes)),
        ];
    }

    // At a moment when nothing is on the way.
    private static (WireCounters Wire, Tallies Tallies) Start(MonitoredHost host, MonitorSession session)
    {
        while (true)
        {
            Tallies before = session.ReadTallies();
            WireCounters wire = host.ReadWire();
            Tallies moved = session.ReadTallies() - before;
            if (moved[Tally.SeenByXdp].Packets + moved[Tally.Egress].Packets == 0)
                return (wire, before);
        }
    }
}
