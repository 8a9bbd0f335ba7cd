using System;
using System.IO;
using System.Text.Json;
using FlowMonitor.Configuration;
using FlowMonitor.Observation;

namespace FlowMonitor.Output;

/// <summary>Writes events and flows as JSON, one a line.</summary>
public sealed class JsonLines(TextWriter writer) : IDisposable
{
    public void Write(ObservedEvent observed, MonitorSettings settings)
    {
        Annotation annotation = observed.Annotation;
        FlowKey flow = annotation.Flow;
        writer.WriteLine(JsonSerializer.Serialize(new
        {
            kind = annotation.Reason == DropReason.None ? "sample" : "drop",
            time = observed.Time,
            path = observed.Path.ToString().ToLowerInvariant(),
            direction = flow.Direction.ToString().ToLowerInvariant(),
            protocol = AnnotationText.Protocol(in flow),
            source = AnnotationText.Address(flow.Source),
            sourcePort = flow.SourcePort,
            sourceLabel = settings.LabelOf(annotation.SourceLabel),
            destination = AnnotationText.Address(flow.Destination),
            destinationPort = flow.DestinationPort,
            destinationLabel = settings.LabelOf(annotation.DestinationLabel),
            length = annotation.PacketLength,
            captured = observed.Bytes.Length,
            reason = annotation.Reason == DropReason.None ? null : annotation.Reason.ToString(),
            line = annotation.Rule == 0 ? (uint?)null : annotation.Rule,
            sampledOneIn = annotation.SampledOneIn,
        }));
    }

    public void Write(FlowTotal total)
    {
        FlowKey flow = total.Key;
        writer.WriteLine(JsonSerializer.Serialize(new
        {
            kind = "flow",
            direction = flow.Direction.ToString().ToLowerInvariant(),
            part = flow.Part.ToString().ToLowerInvariant(),
            protocol = AnnotationText.Protocol(in flow),
            source = AnnotationText.Address(flow.Source),
            sourcePort = flow.SourcePort,
            destination = AnnotationText.Address(flow.Destination),
            destinationPort = flow.DestinationPort,
            packets = total.Packets,
            segments = total.Segments,
            bytes = total.Bytes,
            nanoseconds = total.LastSeen - total.FirstSeen,
            tcpFlags = total.TcpFlags,
        }));
    }

    public void Dispose() => writer.Dispose();
}
