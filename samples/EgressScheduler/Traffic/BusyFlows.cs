using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Samples;
using EgressScheduler.Configuration;
using EgressScheduler.Network;

namespace EgressScheduler.Traffic;

/// <summary>A flow for each class, as fast as the class lets, both families at once.</summary>
internal static class BusyFlows
{
    private const double Queue = 0.4; // seconds of the class's rate: what a sender that gets no processor can miss
    private const int LeastQueue = 1 << 16; // bytes
    private const int MostQueue = 1_600_000; // bytes: a large packet takes 2,304, and twice as much may wait; fewer packets than a class takes
    private const int BitsOfByte = 8;

    public static List<EgressFlow> Start(EgressNetwork network, EgressPlan plan)
    {
        List<EgressFlow> flows =
        [
            .. plan.Classes.Where(static c => c.Name is "gold" or "bronze" or EgressPlan.DefaultName)
                .Select((c, i) => new EgressFlow(network, FlowPlan.Busy(c.Name, v6: i % 2 == 1), Buffer(c))),
        ];
        flows.ForEach(static f => f.Start());
        return flows;
    }

    public static void End(List<EgressFlow> flows, FateLedger ledger)
    {
        flows.ForEach(static f => f.Stop());
        foreach (EgressFlow flow in flows)
        {
            flow.Settle();
            flow.WriteFates(ledger);
            flow.Dispose();
        }
    }

    private static int Buffer(EgressClass item) => (int)Math.Clamp(item.BitsPerSecond / BitsOfByte * Queue, LeastQueue, MostQueue);
}
