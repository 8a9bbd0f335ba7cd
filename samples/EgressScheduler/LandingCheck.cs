using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Samples;
using EgressScheduler.Configuration;
using EgressScheduler.Network;
using EgressScheduler.Traffic;

namespace EgressScheduler;

/// <summary>Sends a few packets of each kind, and looks in which class they land: by the scheduler's own counters.</summary>
internal sealed class LandingCheck(SampleRun run, EgressNetwork network, IEgress egress, HtbScheduler scheduler, EgressStore store)
{
    private const int PacketsOfAFlow = 12;
    private const int MostReadings = 50;

    /// <summary>All kinds of packets of the sample's own file.</summary>
    /// <param name="way">How they are steered, for a person.</param>
    /// <param name="families">IPv6 or not.</param>
    /// <param name="labels">Whether they get mark and DSCP too.</param>
    /// <param name="pause">A moment to look.</param>
    public void Show(string way, IEnumerable<bool> families, bool labels, Action pause)
    {
        using var frames = new FrameWitness(network.Receiver);
        Counts counts = Read();
        foreach (FlowPlan plan in families.SelectMany(FlowPlan.OfTheSample))
        {
            counts = Visit(way, plan, labels, frames, counts);
            pause();
        }

        if (frames.Wrong != 0)
            run.Fates.Problem($"{way}: {frames.Wrong} IPv4 headers came with a wrong checksum");
    }

    private Counts Visit(string way, FlowPlan plan, bool labels, FrameWitness frames, Counts before)
    {
        EgressClass target = store.Current[plan.Class];
        byte dscp = labels ? plan.SeenDscp : plan.SentDscp;
        int framesBefore = frames.Count(plan.Port, dscp);
        string?[] judged;
        using (var flow = new EgressFlow(network, plan))
        {
            flow.Send(PacketsOfAFlow);
            flow.Settle();
            judged = flow.Judge();
        }

        Counts after = Read();
        int packets = PacketsOfAFlow * plan.Fragments;
        string? elsewhere = Elsewhere(before, after, target.Minor, packets);
        if (labels && after.Labelled(target, plan.Mark) - before.Labelled(target, plan.Mark) is var labelled && labelled != packets)
            elsewhere ??= $"{labelled} of {packets} had priority 1:{target.Minor:x} and mark 0x{plan.Mark:x}";
        if (plan.Fragments == 1 && WaitForFrames(frames, plan.Port, dscp, framesBefore + packets) - framesBefore is var seen && seen != packets)
            elsewhere ??= $"{seen} of {packets} came with DSCP {dscp}";
        foreach (string? fate in judged)
            run.Fates.Add($"{way}: {plan.Family} {plan.Name}", $"goes by class 1:{target.Minor:x} ({target.Name}) and arrives" + (labels ? $", mark 0x{plan.Mark:x}, DSCP {dscp}" : ""), fate ?? elsewhere);
        return after;
    }

    // All of them in the right class, and nothing in the others but ARP and neighbour discovery in the default one.
    private static string? Elsewhere(Counts before, Counts after, ushort minor, int packets)
    {
        foreach ((ushort other, ClassStatistics statistics) in after.Classes)
        {
            long landed = statistics.Packets - before.Classes[other].Packets - (other == Egress.DefaultMinor ? after.Links - before.Links : 0);
            if (landed != (other == minor ? packets : 0))
                return $"class 1:{other:x} has got {landed} of {packets} packets";
        }

        return null;
    }

    // The other thread may be behind.
    private static int WaitForFrames(FrameWitness frames, ushort port, byte dscp, int expected)
    {
        for (int i = 0; i < MostReadings && frames.Count(port, dscp) < expected; i++)
            Thread.Sleep(10);
        return frames.Count(port, dscp);
    }

    // A neighbour may be looked for in between: both counts are to be of one moment.
    private Counts Read()
    {
        for (int i = 0; ; i++)
        {
            IReadOnlyDictionary<Label, ulong> labels = Labels();
            var counts = new Counts(scheduler.Read(), labels);
            if (i == MostReadings || counts.Links == new Counts(counts.Classes, Labels()).Links)
                return counts;
        }
    }

    private Dictionary<Label, ulong> Labels() => egress.Labels.ToDictionary(static l => l.Key, static l => l.Value);

    private sealed record Counts(IReadOnlyDictionary<ushort, ClassStatistics> Classes, IReadOnlyDictionary<Label, ulong> Labels)
    {
        /// <summary>ARP, neighbour discovery and the like: as many as went to the scheduler.</summary>
        public long Links => Labels.Where(static l => l.Key.IsLink != 0).Sum(static l => (long)l.Value);

        /// <summary>Packets that went to the scheduler with a class and a mark.</summary>
        public long Labelled(EgressClass target, uint mark)
        {
            uint priority = target.Minor == Egress.DefaultMinor ? 0 : (uint)Egress.Major << 16 | target.Minor;
            return Labels.Where(l => l.Key.IsLink == 0 && l.Key.Class == priority && l.Key.Mark == mark).Sum(static l => (long)l.Value);
        }
    }
}
