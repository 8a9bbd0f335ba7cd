using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using EgressScheduler.Configuration;
using EgressScheduler.Network;
using EgressScheduler.Traffic;

namespace EgressScheduler.Measure;

/// <summary>Measures what busy flows of several classes get at the same time.</summary>
/// <param name="flows">One flow a class, running.</param>
/// <param name="scheduler">The scheduler, if it has classes.</param>
internal sealed class RateMeasurement(IReadOnlyList<EgressFlow> flows, HtbScheduler? scheduler)
{
    private const int BitsOfByte = 8;
    private const int Tries = 4;

    /// <summary>Measures for a time.</summary>
    /// <param name="plan">What the rates ought to be.</param>
    /// <param name="time">How long.</param>
    /// <param name="wait">Lets a moment pass.</param>
    public IReadOnlyList<ClassRate> Take(EgressPlan plan, TimeSpan time, Action wait)
    {
        Sample[] before = [.. flows.Select(f => Read(f, plan))];
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < time)
            wait();
        return [.. flows.Zip(before).Select(f => Rate(plan[f.First.Plan.Class], f.Second, Read(f.First, plan)))];
    }

    private static ClassRate Rate(EgressClass item, in Sample before, in Sample after)
    {
        double received = (after.Received - before.Received) * BitsOfByte / Seconds(before.ReceivedAt, after.ReceivedAt);
        double? scheduled = after.Scheduled is null ? null : (after.Scheduled - before.Scheduled) * BitsOfByte / Seconds(before.ScheduledAt, after.ScheduledAt);
        return new ClassRate(item.Name, item.BitsPerSecond, received, scheduled);
    }

    private static double Seconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalSeconds;

    private Sample Read(EgressFlow flow, EgressPlan plan)
    {
        (long? scheduled, long scheduledAt) = ReadScheduler(plan[flow.Plan.Class].Minor);
        return new Sample((long)flow.Arrived * flow.Plan.WireBytes, Stopwatch.GetTimestamp(), scheduled, scheduledAt);
    }

    // A command is asked, which may take a while: of several tries the shortest tells best at which time it was.
    private (long? Bytes, long At) ReadScheduler(ushort minor)
    {
        (long? Bytes, long At) best = default;
        TimeSpan shortest = TimeSpan.MaxValue;
        for (int i = 0; i < Tries && scheduler is not null; i++)
        {
            long before = Stopwatch.GetTimestamp();
            long bytes = scheduler.Read().GetValueOrDefault(minor).Bytes;
            long after = Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(before, after) is var time && time >= shortest)
                continue;
            shortest = time;
            best = (bytes, before + (after - before) / 2);
        }

        return best;
    }

    private readonly record struct Sample(long Received, long ReceivedAt, long? Scheduled, long ScheduledAt);
}
