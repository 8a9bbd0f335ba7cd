using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using BpfSharp.Samples;
using RedirectFabric.Measure;
using RedirectFabric.Network;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RedirectFabric;

/// <summary>Containers reach each other and the outside, a stranger is not reached, one moves out and in again; then the fabric is measured beside a bridge.</summary>
internal sealed class FabricStory
{
    private const int Containers = 4;
    private const int PacketsOfAFlow = 10;
    private const ushort Port = 7001;
    private const ushort EchoPort = 7002;
    private const int TransferBytes = 2_000_000;
    private const int Rounds = 5;

    private static readonly TimeSpan s_connectLimit = TimeSpan.FromSeconds(3);

    private readonly SampleRun _run;
    private readonly FabricNetwork _network;
    private readonly IFabric _fabric;
    private readonly NumberedTraffic _traffic = new();

    private FabricStory(SampleRun run, FabricNetwork network, IFabric fabric) => (_run, _network, _fabric) = (run, network, fabric);

    // The last container stays a stranger: its veth has the program, its address is nowhere.
    private IEnumerable<ContainerPort> Members => _network.Ports.SkipLast(1);

    private FabricNode Stranger => _network.Ports[^1].Node;

    private IEnumerable<FabricNode> Reachable => [.. Members.Select(static p => p.Node), _network.Outside];

    public static void Tell(SampleRun run)
    {
        using var lab = new LabNetwork();
        using FabricObject fabric = FabricLoader.Load();
        using var network = new FabricNetwork(lab, fabric, Containers, attach: run.Sabotage != Sabotage.Detached);
        var story = new FabricStory(run, network, fabric);
        try
        {
            story.Carry();
            story.MoveOutAndIn();
            story._traffic.WriteFates(run.Fates);

            // Where plain packets do not arrive, each of these would only wait for its limit.
            if (run.Fates.Holds)
            {
                story.Pings();
                story.Streams();
                story.Compare(new BridgeNetwork(lab));
            }
        }
        finally
        {
            story._traffic.Dispose();
        }
    }

    private void Carry()
    {
        foreach (ContainerPort port in Members)
            port.Register();
        foreach (FabricNode node in Reachable.Append(Stranger))
        {
            _traffic.AddWitness(node.Name, node.Place, new IPEndPoint(node.V4, Port));
            _traffic.AddWitness(node.Name, node.Place, new IPEndPoint(node.V6, Port));
        }

        _run.View.Say($"{Containers - 1} containers are registered; the host has no bridge, no route to them, and does not forward");
        foreach (bool v6 in (bool[])[false, true])
        {
            foreach (FabricNode from in Reachable)
            {
                foreach (FabricNode to in Reachable.Where(n => n != from))
                    Flow(from, to, v6, arrives: true, "udp");
                Flow(from, Stranger, v6, arrives: false, "udp to a stranger");
            }

            FabricNode first = _network.Ports[0].Node;
            Flow(first, _network.Outside, v6, arrives: false, "time to live 1 to the outside", timeToLive: 1);
            Flow(first, _network.Ports[1].Node, v6, arrives: true, "time to live 1 on the link", timeToLive: 1);
        }

        _traffic.Settle();
    }

    private void MoveOutAndIn()
    {
        ContainerPort mover = _network.Ports[0];
        FabricNode other = _network.Ports[1].Node;
        _run.View.Say($"{mover.Node.Name} is taken out of the fabric");
        mover.Unregister();
        Flow(other, mover.Node, v6: false, arrives: false, "moved out");
        Flow(other, mover.Node, v6: true, arrives: false, "moved out");
        _traffic.Settle();
        _run.View.Say($"{mover.Node.Name} is back");
        mover.Register();
        Flow(other, mover.Node, v6: false, arrives: true, "moved in");
        Flow(other, mover.Node, v6: true, arrives: true, "moved in");
        _traffic.Settle();
    }

    private void Flow(FabricNode from, FabricNode to, bool v6, bool arrives, string what, short timeToLive = 64)
    {
        string kind = from == _network.Outside ? "from outside" : to == _network.Outside ? "to the outside" : "between containers";
        var fate = new PacketFate($"IPv{(v6 ? 6 : 4)} {what}, {kind}", arrives ? to.Name : null, arrives ? from.Address(v6) : null);
        for (int i = 0; i < PacketsOfAFlow; i++)
        {
            _traffic.Send(from.Place, new IPEndPoint(from.Address(v6), 0), new IPEndPoint(to.Address(v6), Port), fate, timeToLive);
            _run.View.Update(Picture);
            _run.Pause(TimeSpan.FromMilliseconds(10));
        }
    }

    private void Pings()
    {
        foreach (bool v6 in (bool[])[false, true])
        {
            foreach (FabricNode from in Reachable)
            {
                foreach (FabricNode to in Reachable.Where(n => n != from))
                    _run.Fates.Add($"IPv{(v6 ? 6 : 4)} ping", "is answered", IcmpEcho.Ping(from.Place, to.Address(v6)));
            }
        }
    }

    // Large segments, both ways, all pairs.
    private void Streams()
    {
        foreach (bool v6 in (bool[])[false, true])
        {
            foreach (FabricNode to in Reachable)
            {
                using var server = new TcpEchoServer(to.Place, new IPEndPoint(to.Address(v6), EchoPort));
                foreach (FabricNode from in Reachable.Where(n => n != to))
                {
                    using TcpClientConnection? connection = TcpClientConnection.TryOpen(from.Place, new IPEndPoint(to.Address(v6), EchoPort), s_connectLimit);
                    _run.Fates.Add($"IPv{(v6 ? 6 : 4)} TCP connection", $"{TransferBytes:N0} bytes there and back, intact",
                        connection is null ? "did not connect" : connection.Exchange(TransferBytes));
                    _run.View.Update(Picture);
                    _run.Stop.ThrowIfCancellationRequested();
                }
            }
        }
    }

    private void Compare(BridgeNetwork bridge)
    {
        _run.View.Say("measuring fabric and bridge in turns");
        using var ours = new LinkMeasurement(_network.Ports[0].Node, _network.Ports[1].Node);
        using var theirs = new LinkMeasurement(bridge.First, bridge.Second);
        for (int i = 0; i < Rounds; i++)
        {
            foreach (LinkMeasurement side in i % 2 == 0 ? [ours, theirs] : (LinkMeasurement[])[theirs, ours])
            {
                side.Round(TimeSpan.FromMilliseconds(300), roundTrips: 1_000);
                _run.Stop.ThrowIfCancellationRequested();
            }
        }

        _run.View.Say(string.Create(CultureInfo.InvariantCulture,
            $"fabric beside bridge: {ours.Gigabits:F1} and {theirs.Gigabits:F1} Gbit/s ({ours.Gigabits / theirs.Gigabits:F2} times), there and back {ours.RoundTripMicroseconds:F1} and {theirs.RoundTripMicroseconds:F1} us ({ours.RoundTripMicroseconds / theirs.RoundTripMicroseconds:F2} times)"));
    }

    private IRenderable Picture()
    {
        var table = new Table().Title($"{_traffic.Sent} numbered packets sent, {_traffic.Arrived} arrived");
        table.AddColumns("the fabric", "packets");
        for (FabricPath path = 0; path < FabricPath.Count; path++)
            table.AddRow($"{path}", $"{_fabric.Paths[(uint)path].Aggregate(0UL, static (sum, value) => sum + value)}");
        return table;
    }
}
