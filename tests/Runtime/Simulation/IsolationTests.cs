using System;
using System.Threading.Tasks;
using BpfSharp.Protocols;
using BpfSharp.Runtime.Tests.Programs;
using BpfSharp.Simulation;
using BpfSharp.Testing;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Runtime.Tests.Simulation;

public sealed class IsolationTests
{
    private static readonly HashMap<uint, uint> s_map = new(maxEntries: 1);

    [Fact]
    public void Simulations_of_one_class_do_not_meet_in_parallel() => Parallel.For(0, 16, static n =>
    {
        using EdgeFirewallSimulation sim = new(o => o.SampleEvery = (uint)n + 1);
        sim.Seen = (ulong)n * 1000;
        Ipv4Prefix denied = Ipv4Prefix.Parse($"10.0.{n}.0/24");
        sim.Denied[denied] = (uint)n;
        for (int i = 0; i < 200; i++)
        {
            Assert.Equal(XdpAction.Drop, sim.Filter.Run(Packets.Udp(from: $"10.0.{n}.1")).Verdict);
            Assert.Equal(XdpAction.Pass, sim.Filter.Run(Packets.Udp(from: $"10.0.{n + 1}.1")).Verdict);
        }

        Assert.Equal((ulong)n * 1000 + 400, sim.Seen);
        Assert.Equal(200ul, sim.Drops.Sum((uint)n).Packets);
        Assert.Equal([new(denied, (uint)n)], sim.Denied);
    });

    [Fact]
    public void Runs_of_one_simulation_do_not_lose_counts_in_parallel()
    {
        using EdgeFirewallSimulation sim = new();
        Parallel.For(0, 1000, _ => sim.Filter.Run(Packets.Udp()));
        Assert.Equal(1000ul, sim.Seen);
    }

    [Fact]
    public void A_field_has_its_initial_value_in_every_new_simulation()
    {
        using EdgeFirewallSimulation first = new();
        first.Filter.Run(Packets.Udp());
        first.Seen += 5;
        using EdgeFirewallSimulation second = new();
        Assert.Equal((6ul, 0ul), (first.Seen, second.Seen));
    }

    [Fact]
    public void A_map_touched_outside_of_a_run_says_so()
    {
        SimulationException e = Assert.Throws<SimulationException>(() => s_map.Set(1, 1));
        Assert.Contains("HashMap was touched outside", e.Message);
        Assert.IsAssignableFrom<InvalidOperationException>(e);
        Assert.Throws<SimulationException>(() => Bpf.Random());
        Assert.Throws<SimulationException>(() => Bpf.KtimeNs());
    }

    [Fact]
    public void A_map_of_another_class_is_no_fault_of_the_program()
    {
        using var probe = new Probe();
        Assert.Throws<SimulationException>(() => probe.Run(static _ => s_map.Set(1, 1)));
        Assert.Empty(probe.ReadFaults());
        probe.Run(static _ => { });
    }

    [Fact]
    public void A_program_does_not_run_within_another()
    {
        using var probe = new Probe();
        using var other = new Probe();
        Assert.Throws<SimulationException>(() => probe.Run(_ => other.Run(static _ => { })));
        other.Run(static _ => { });
    }

    [Fact]
    public void Nothing_runs_after_the_end()
    {
        EdgeFirewallSimulation sim = new();
        sim.Dispose();
        Assert.Throws<ObjectDisposedException>(() => sim.Filter.Run(Packets.Udp()));
    }

    [Fact]
    public void Map_options_change_the_size()
    {
        using EdgeFirewallSimulation sim = new(static o => o.Denied.MaxEntries = 1);
        sim.Denied[Ipv4Prefix.Parse("10.0.0.0/8")] = 1;
        Assert.Equal(1u, sim.Denied.MaxEntries);
        Assert.Throws<InvalidOperationException>(() => sim.Denied[Ipv4Prefix.Parse("11.0.0.0/8")] = 1);
    }

    [Fact]
    public void Packets_shorter_than_an_ethernet_header_are_refused()
    {
        using EdgeFirewallSimulation sim = new();
        Assert.Throws<ArgumentException>(() => sim.Filter.Run(new byte[13]));
    }
}
