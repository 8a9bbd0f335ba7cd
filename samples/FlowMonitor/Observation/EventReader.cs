using System;
using System.Diagnostics;

namespace FlowMonitor.Observation;

/// <summary>Takes events out of all buffers.</summary>
public sealed class EventReader(IMonitor monitor, Action<ObservedEvent> observe)
{
    // Stopwatch counts the nanoseconds of CLOCK_MONOTONIC, which programs have too.
    private readonly DateTimeOffset _boot = DateTimeOffset.UtcNow - TimeSpan.FromSeconds((double)Stopwatch.GetTimestamp() / Stopwatch.Frequency);

    /// <summary>How many it has taken.</summary>
    public long Read { get; private set; }

    /// <summary>Takes what there is.</summary>
    public void ReadAvailable()
    {
        monitor.PerfEvents.ReadAvailable((int _, in Annotation annotation, ReadOnlySpan<byte> packet) => Observe(EventPath.Perf, in annotation, packet));
        foreach (ref readonly Annotation annotation in monitor.Annotations.Lease())
            Observe(EventPath.Ring, in annotation, default);
        foreach (ref readonly TruncatedPacket packet in monitor.TruncatedPackets.Lease())
            Observe(EventPath.Ring, in packet.Annotation, ((ReadOnlySpan<byte>)packet.Bytes)[..(int)packet.Length]);
        foreach (ref readonly WholePacket packet in monitor.WholePackets.Lease())
            Observe(EventPath.Ring, in packet.Annotation, ((ReadOnlySpan<byte>)packet.Bytes)[..(int)packet.Length]);
    }

    private void Observe(EventPath path, in Annotation annotation, ReadOnlySpan<byte> bytes)
    {
        Read++;
        observe(new ObservedEvent(path, _boot.AddTicks((long)(annotation.Time / TimeSpan.NanosecondsPerTick)), annotation, bytes.ToArray()));
    }
}
