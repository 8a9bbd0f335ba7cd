using System.Collections.Generic;
using System.Linq;
using BpfSharp;
using EdgeBalancer.Configuration;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeBalancer;

/// <summary>Services, their backends and what those have got; what became of packets.</summary>
internal static class EdgePicture
{
    public static IRenderable Draw(EdgeObject edge, EdgeStore store, DropReports drops)
    {
        var services = new Table().Title($"{store.Current.Vips.Count} services");
        services.AddColumns("service", "slots", "packets", "backend", "slots", "packets", "MB");
        foreach (VipEntry vip in store.Current.Vips)
        {
            Counter all = Sum(edge.VipCounters[store.TableOf(vip)]);
            string[] name = [$"{vip.Protocol} {vip.Address} port {vip.Port}".ToLowerInvariant(), $"{store.SlotsOf(vip).Count}", $"{all.Packets}"];
            foreach (BackendEntry backend in vip.Backends)
            {
                uint index = store.IndexOf(backend);
                Counter counter = Sum(edge.BackendCounters[index]);
                int slots = store.SlotsOf(vip).Count(s => s == index);
                services.AddRow([.. name, $"{backend.Address}{(store.IsWell(backend) ? "" : " (down)")}", $"{slots}", $"{counter.Packets}", $"{counter.Bytes / 1e6:0.0}"]);
                name = ["", "", ""];
            }
        }

        var tallies = new Table().Title("what became of packets").AddColumns("", "packets");
        for (uint i = 0; i < (uint)Tally.Count; i++)
        {
            if (Sum(edge.Tallies[i]) is { Packets: > 0 } counter)
                tallies.AddRow(i < (uint)Tally.Dropped ? $"{(Tally)i}" : $"dropped: {(DropReason)(i - (uint)Tally.Dropped)}", $"{counter.Packets}");
        }

        var told = new Table().Title($"{drops.Total} drops were told, the last:").AddColumns("from", "to", "why", "line");
        foreach (DropEvent drop in drops.Last)
            told.AddRow($"{drop.Source} port {drop.SourcePort}", $"{drop.Destination} port {drop.DestinationPort}", $"{drop.Reason}", drop.Line == 0 ? "" : $"{drop.Line}");
        return new Rows(services, tallies, told);
    }

    public static Counter Sum(IEnumerable<Counter> perCpu) => perCpu.Aggregate(default(Counter), static (sum, c) => sum + c);
}
