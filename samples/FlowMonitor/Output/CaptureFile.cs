using System;
using System.IO;
using System.Linq;
using BpfSharp.Testing;
using FlowMonitor.Configuration;
using FlowMonitor.Observation;

namespace FlowMonitor.Output;

/// <summary>Writes events as a pcapng capture, each packet with its direction and its annotation as a comment. An event without bytes is a packet of which none were captured.</summary>
public sealed class CaptureFile : IDisposable
{
    private readonly PcapngWriter _writer;

    public CaptureFile(Stream stream, params ReadOnlySpan<string> interfaces)
    {
        _writer = new PcapngWriter(stream);
        foreach (string name in interfaces)
            _writer.AddInterface(name);
    }

    public void Write(ObservedEvent observed, MonitorSettings settings) => _writer.Write(
        0,
        new CapturedPacket(observed.Time, observed.Bytes, (int)observed.Annotation.PacketLength),
        observed.Annotation.Flow.Direction == FlowDirection.Ingress ? PcapngDirection.Inbound : PcapngDirection.Outbound,
        AnnotationText.Of(observed.Annotation, settings));

    public void Dispose() => _writer.Dispose();
}
