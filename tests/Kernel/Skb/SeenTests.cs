using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Simulation;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Skb;

/// <summary>Segments of a local sender, of which the headers are linear, and the same bytes with as many linear in a simulation.</summary>
public sealed class SeenTests
{
    [Fact]
    public void Kernel_handles_segments_as_the_simulation_handles_them()
    {
        KernelTest.Require("ethtool");
        using VethPair pair = Segments.Pair();
        // What a perf event holds, its record included, is less than 65,536 bytes.
        pair.Near.Ip($"link set {VethPair.NearInterface} gso_max_size 16000");
        using SeenProgramsObject loaded = SeenProgramsLoader.Load(static o => (o.Arrivals.BytesPerCpu, o.Departures.BytesPerCpu) = (4 << 20, 4 << 20));
        List<PerfEvent<SeenPrograms.Arrival>> arrivals;
        List<PerfEvent<SeenPrograms.Departure>> departures;
        using (TcLink link = pair.Near.Run(() => loaded.Handle.Attach(VethPair.NearInterface, TcDirection.Egress)))
        {
            // The program changes what is sent, so the receiver gets something else: that it ends is enough.
            Segments.Transfer(pair, DeepPrograms.ByteAt);
            arrivals = Read(loaded.Arrivals);
            departures = Read(loaded.Departures);
        }

        Assert.True(arrivals.Count > 20 && departures.Count > 10, $"{arrivals.Count} {departures.Count}");
        Assert.True(arrivals.Exists(static a => a.Record.Linear < 200 && a.Packet.Length > 10_000), "no segment was non-linear");
        using var simulation = new SeenProgramsSimulation();
        foreach (PerfEvent<SeenPrograms.Arrival> arrival in arrivals.OrderBy(static a => a.Record.Number))
        {
            simulation.Number = arrival.Record.Number;
            TcResult expected = simulation.Handle.Run(arrival.Packet, new TcRunOptions { LinearLength = arrival.Record.Linear });
            Assert.Equal(arrival.Record, Assert.Single(Read(simulation.Arrivals)).Record);
            PerfEvent<SeenPrograms.Departure>? left = Read(simulation.Departures).SingleOrDefault();
            PerfEvent<SeenPrograms.Departure>? kernel = departures.SingleOrDefault(d => d.Record.Number == arrival.Record.Number);
            Assert.Equal(left?.Record, kernel?.Record);
            Assert.Equal(expected.Verdict, kernel is null ? TcAction.Next : (TcAction)kernel.Record.Verdict);
            Assert.True(kernel is null || kernel.Packet.AsSpan().SequenceEqual(expected.Packet), $"segment {arrival.Record.Number}");
        }

        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        Assert.NotEmpty(loaded.ReadFaults());
    }

    private static List<PerfEvent<T>> Read<T>(IPerfEventsView<T> view)
        where T : unmanaged
    {
        var events = new List<PerfEvent<T>>();
        while (view.TryRead(out PerfEvent<T>? next))
            events.Add(next);
        Assert.Equal(0ul, view.LostCount);
        return events;
    }
}
