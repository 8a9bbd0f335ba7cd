using System;
using System.Diagnostics;
using DdosPipeline.Compilation;

namespace DdosPipeline.Observation;

/// <summary>Takes sampled packets out of the pipeline.</summary>
/// <param name="pipeline">The maps.</param>
/// <param name="store">Knows the names of counters.</param>
/// <param name="observe">Gets each.</param>
public sealed class SampleReader(IPipeline pipeline, SignatureStore store, Action<ObservedSample> observe)
{
    // Stopwatch counts the nanoseconds of CLOCK_MONOTONIC, which programs have too.
    private readonly DateTimeOffset _boot = DateTimeOffset.UtcNow - TimeSpan.FromSeconds((double)Stopwatch.GetTimestamp() / Stopwatch.Frequency);

    /// <summary>How many it has taken.</summary>
    public long Read { get; private set; }

    /// <summary>Takes what there is.</summary>
    public void ReadAvailable()
    {
        foreach (ref readonly SampledPacket sample in pipeline.Samples.Lease())
        {
            Read++;
            ReadOnlySpan<byte> bytes = sample.Bytes;
            observe(new ObservedSample(
                _boot.AddTicks((long)(sample.Time / TimeSpan.NanosecondsPerTick)), store.NameOf(sample.Counter), sample.Action, (int)sample.PacketLength, bytes[..(int)sample.Captured].ToArray()));
        }
    }
}
