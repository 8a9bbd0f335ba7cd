using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Samples;
using EgressScheduler.Measure;
using EgressScheduler.Traffic;

namespace EgressScheduler;

/// <summary>
/// Why to classify before the scheduler: whoever sends waits for the scheduler's lock, and filters on it run while that is held. The same packets get into the same class in three ways,
/// in turns, with one sender and with one a processor.
/// </summary>
internal static class ContentionStory
{
    private const int Rounds = 7;
    private const int MostWaits = 100;

    private static readonly TimeSpan s_round = TimeSpan.FromMilliseconds(200);
    private static readonly int[] s_senders = [1, Math.Max(2, Environment.ProcessorCount)];

    public static void Tell(SampleRun run)
    {
        using var lab = new LabNetwork();
        IReadOnlyList<ContentionWay> ways = ContentionWay.All(lab, attach: run.Sabotage != Sabotage.Detached);
        try
        {
            Measure(run, ways);
        }
        finally
        {
            foreach (ContentionWay way in ways)
                way.Dispose();
        }

        run.View.Say($"{Environment.ProcessorCount} processors, medians of {Rounds} rounds in turns, {ContentionWay.Rules} rules of which the packets match the last:");
        foreach (ContentionWay way in ways)
            run.View.Say($"{way.Name}: {string.Join(", ", s_senders.Select(s => $"{way.Rate(s) / 1_000:F0} thousand packets/s with {s} sender{(s > 1 ? "s" : "")}"))}, {way.Rate(s_senders[^1]) / way.Rate(1):F2} times as many");
        while (!run.Check)
            run.Pause(TimeSpan.FromMilliseconds(100));
    }

    private static void Measure(SampleRun run, IReadOnlyList<ContentionWay> ways)
    {
        Flood[] floods = [.. ways.Select(static w => new Flood(w.Network, ContentionWay.Port, s_senders[^1]))];
        long[] sent = new long[ways.Count];
        for (int round = 0; round <= Rounds; round++)
        {
            for (int i = 0; i < ways.Count; i++)
            {
                foreach (int senders in s_senders)
                {
                    (long packets, double rate) = floods[i].Run(senders, s_round);
                    sent[i] += packets;
                    if (round > 0) // the first one warms up
                        ways[i].Add(senders, rate);
                    run.Pause(TimeSpan.Zero);
                }
            }
        }

        for (int i = 0; i < ways.Count; i++)
        {
            for (int wait = 0; wait < MostWaits && ways[i].Classified < sent[i]; wait++)
                Thread.Sleep(10);
            long classified = ways[i].Classified;
            run.Fates.Add(ways[i].Name, "goes by its class", null, (int)Math.Min(classified, sent[i]));
            if (classified != sent[i])
                run.Fates.Add(ways[i].Name, "goes by its class", $"{classified} of {sent[i]} went by it", (int)Math.Abs(sent[i] - classified));
            floods[i].Dispose();
        }
    }
}
