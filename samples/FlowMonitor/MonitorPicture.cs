using System.Linq;
using FlowMonitor.Observation;
using FlowMonitor.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FlowMonitor;

/// <summary>The largest flows, what was counted apart from them, and the last events.</summary>
internal static class MonitorPicture
{
    private const int FlowsShown = 10;

    public static IRenderable Draw(MonitorSession session)
    {
        Tallies tallies = session.ReadTallies();
        var flows = new Table().Title($"{session.Flows.Count} flows; in {tallies[Tally.SeenByXdp].Packets}, out {tallies[Tally.Egress].Packets} packets");
        flows.AddColumns("", "protocol", "from", "to", "packets", "segments", "bytes");
        foreach (FlowTotal flow in session.Flows.OrderByDescending(static f => f.Bytes).Take(FlowsShown))
        {
            FlowKey key = flow.Key;
            flows.AddRow(Way(key), AnnotationText.Protocol(in key), End(key, source: true), End(key, source: false), $"{flow.Packets}", $"{flow.Segments}", $"{flow.Bytes}");
        }

        var events = new Table().Title(
            $"{tallies[Tally.Produced].Packets} events, {session.EventsRead} read, {tallies[Tally.Lost].Packets} lost; dropped {tallies[Tally.DroppedByXdp].Packets} by XDP, "
            + $"{tallies[Tally.DroppedOnIngress].Packets} in, {tallies[Tally.DroppedOnEgress].Packets} out");
        events.AddColumns("", "by", "from", "to", "bytes", "captured", "");
        foreach (ObservedEvent last in session.Last.ToArray())
        {
            Annotation annotation = last.Annotation;
            events.AddRow(Way(annotation.Flow), $"{last.Path}", End(annotation.Flow, true), End(annotation.Flow, false), $"{annotation.PacketLength}", $"{last.Bytes.Length}",
                AnnotationText.Of(in annotation, session.Settings));
        }

        return new Rows(flows, events);
    }

    private static string Way(FlowKey flow) => flow.Direction == FlowDirection.Ingress ? "in" : "out";

    private static string End(FlowKey flow, bool source)
    {
        string address = AnnotationText.Address(source ? flow.Source : flow.Destination);
        ushort port = source ? flow.SourcePort : flow.DestinationPort;
        return port == 0 ? address : $"{address} {port}";
    }
}
