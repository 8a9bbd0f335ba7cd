using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using BpfSharp.Samples;
using FlowMonitor.Network;
using FlowMonitor.Observation;

namespace FlowMonitor.Checks;

/// <summary>Every packet of a few flows is reported, once, with what is true of it and with as much of it as is wanted.</summary>
internal sealed class ReportChecks(SampleRun run, MonitoredHost host, NumberedTraffic traffic, string configuration)
{
    private const int PacketsOfAWay = 12;
    private const int SmallestPayload = 20;
    private const int PayloadStep = 101; // the last packets are nearly as long as the link takes
    private const ushort SourcePort = 5000;

    /// <summary>Sends packets of all ways, and judges the events.</summary>
    /// <param name="name">How the configuration has them reported.</param>
    /// <param name="capture">Bytes that are to be captured of a packet of so many.</param>
    /// <param name="read">Takes events out of the buffers, which have no room for all.</param>
    /// <param name="settle">Waits until all has arrived, and gives the events of this round.</param>
    public void Check(string name, Func<int, int> capture, Action read, Func<IReadOnlyList<ObservedEvent>> settle)
    {
        var sent = new List<(ReportWay Way, uint Number, int Length)>();
        foreach (ReportWay way in ((bool[])[false, true]).SelectMany(Ways))
        {
            for (int i = 0; i < PacketsOfAWay; i++)
            {
                int size = SmallestPayload + i * PayloadStep;
                traffic.Send(way.Place, way.From, way.To, new PacketFate(way.Name, way.ArrivesAt), size: size);
                sent.Add((way, (uint)traffic.Sent, way.Headers + size));
            }

            read();
        }

        // No two packets of a flow have the same length: flow and length name a packet even where none of its bytes are captured.
        ILookup<(FlowKey, uint), ObservedEvent> events = settle().ToLookup(static e => (e.Annotation.Flow, e.Annotation.PacketLength));
        foreach ((ReportWay way, uint number, int length) in sent)
        {
            IEnumerable<ObservedEvent> found = events[(way.Flow(SourcePort), (uint)length)];
            run.Fates.Add($"{name}: {way.Name}", "is reported", Judge(way, number, length, capture(length), [.. found]));
        }
    }

    private string? Judge(ReportWay way, uint number, int length, int captured, ObservedEvent[] found)
    {
        if (found is not [ObservedEvent observed])
            return $"{found.Length} events";
        Annotation annotation = observed.Annotation;
        uint line = way.RuleText is null ? 0 : (uint)configuration.Split('\n').Index().First(l => l.Item == way.RuleText).Index + 1;
        if (annotation.Reason != way.Reason || annotation.Rule != line)
            return $"reported as {annotation.Reason} by line {annotation.Rule}, not {way.Reason} by line {line}";
        if (annotation.SourceLabel == 0 || annotation.DestinationLabel == 0 || annotation.SourceLabel == annotation.DestinationLabel)
            return $"labels {annotation.SourceLabel} and {annotation.DestinationLabel}";
        if (observed.Bytes.Length != captured)
            return $"{observed.Bytes.Length} bytes of {length} captured, not {captured}";
        return captured < way.Headers + sizeof(uint) || BinaryPrimitives.ReadUInt32BigEndian(observed.Bytes.AsSpan(way.Headers)) == number ? null : "bytes of another packet";
    }

    private IEnumerable<ReportWay> Ways(bool v6)
    {
        string family = v6 ? "IPv6" : "IPv4";
        IPEndPoint client = new(MonitoredHost.ClientAddress(v6), SourcePort);
        IPEndPoint server = new(MonitoredHost.ServerAddress(v6), SourcePort);
        IPEndPoint denied = new(MonitoredHost.DeniedAddress(v6), SourcePort);
        yield return new($"{family} in", host.Client, client, new(server.Address, Ports.In), "server", FlowDirection.Ingress, DropReason.None, null);
        yield return new($"{family} out", host.Server, server, new(client.Address, Ports.Out), "client", FlowDirection.Egress, DropReason.None, null);
        yield return new($"{family} in, denied source", host.Client, denied, new(server.Address, Ports.In), null, FlowDirection.Ingress, DropReason.DeniedSource, $"deny source {denied.Address}");
        yield return new($"{family} in, closed port", host.Client, client, new(server.Address, Ports.ClosedIn), null, FlowDirection.Ingress, DropReason.ClosedPort, $"deny ingress udp port {Ports.ClosedIn}");
        yield return new($"{family} out, closed port", host.Server, server, new(client.Address, Ports.ClosedOut), null, FlowDirection.Egress, DropReason.ClosedPort, $"deny egress udp port {Ports.ClosedOut}");
    }
}
