using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Runtime.Tests.Programs;
using BpfSharp.Simulation;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Runtime.Tests.Maps;

/// <summary>A run's result says where a map's entry would send the packet.</summary>
public sealed class RedirectMapTests
{
    private static readonly DeviceMap s_ports = new(maxEntries: 4);
    private static readonly DeviceHashMap s_devices = new(maxEntries: 1);
    private static readonly CpuMap s_cpus = new(maxEntries: 2);

    [Fact]
    public void Entry_is_in_the_result()
    {
        using var probe = new Probe(s_ports, s_devices, s_cpus);
        probe.Views.DeviceMap("map0").Set(2, 17);
        probe.Views.CpuMap("map2").Set(1, 64);
        Assert.Equal(new RedirectTarget(17, false) { Map = "map0", Key = 2 }, Run(probe, static _ => s_ports.Redirect(2)));
        Assert.Equal(new RedirectTarget(0, false) { Map = "map2", Key = 1 }, Run(probe, static _ => s_cpus.Redirect(1)));
        Assert.Equal(
            new RedirectTarget(0, false) { Map = "map1", IsBroadcast = true, ExcludesIngress = true },
            Run(probe, static _ => s_devices.Broadcast()));
    }

    [Fact]
    public void Program_of_an_entry_is_told_where_the_packet_leaves()
    {
        using var probe = new Probe();
        uint egress = 0;
        SimulatedXdpProgram program = probe.XdpProgram(ctx =>
        {
            egress = ctx.EgressIfIndex;
            return XdpAction.Pass;
        });
        program.Run(new byte[14], new XdpRunOptions { EgressIfIndex = 17 });
        Assert.Equal(17u, egress);
    }

    [Fact]
    public void Program_of_an_entry_gets_the_redirected_packet()
    {
        using var probe = new Probe(s_ports, s_devices, s_cpus);
        var seen = new List<string>();
        SimulatedXdpProgram leaving = probe.XdpProgram(
            ctx =>
            {
                seen.Add($"leaving {ctx.IngressIfIndex} {ctx.EgressIfIndex} {ctx.Packet.Bytes[0]}");
                ctx.Packet.Bytes[0]++;
                return ctx.EgressIfIndex == 18 ? XdpAction.Drop : XdpAction.Pass;
            },
            "Leaving");
        SimulatedXdpProgram worker = probe.XdpProgram(
            ctx =>
            {
                seen.Add($"worker {Bpf.CpuId()} {ctx.IngressIfIndex} {ctx.Packet.Bytes[0]}");
                ctx.Packet.Bytes[0] += 10;
                return s_ports.Redirect(2);
            },
            "Worker");
        probe.Views.DeviceMap("map0").Set(2, 17, leaving);
        probe.Views.DeviceMap("map0").Set(3, 18, leaving);
        probe.Views.DeviceMap("map0").Set(1, 5);
        probe.Views.CpuMap("map2").Set(1, 64, worker);
        var from = new XdpRunOptions { IngressIfIndex = 18 };

        // To a CPU, from there to an interface: the same packet all the way.
        XdpResult result = probe.XdpProgram(static _ => s_cpus.Redirect(1)).Run(new byte[14], from);
        XdpEntryRun first = Assert.Single(result.EntryRuns);
        XdpEntryRun second = Assert.Single(first.Result.EntryRuns);
        Assert.Equal(("Worker", XdpAction.Redirect, "Leaving", XdpAction.Pass), (first.Program, first.Result.Verdict, second.Program, second.Result.Verdict));
        Assert.Equal((0, 10, 11), (result.Packet[0], first.Result.Packet[0], second.Result.Packet[0]));
        Assert.Equal(["worker 1 18 0", "leaving 18 17 10"], seen);

        // To all but the interface that it came in by: to each a copy.
        seen.Clear();
        result = probe.XdpProgram(static _ => s_ports.Broadcast()).Run(new byte[14], from);
        Assert.Equal((uint)17, Assert.Single(result.EntryRuns).Entry.IfIndex);
        Assert.Equal(["leaving 18 17 0"], seen);
        result = probe.XdpProgram(static _ => s_ports.Broadcast(excludeIngress: false)).Run(new byte[14], from);
        Assert.Equal([XdpAction.Pass, XdpAction.Drop], result.EntryRuns.Select(static r => r.Result.Verdict));
        Assert.All(result.EntryRuns, static r => Assert.Equal(1, r.Result.Packet[0]));
        Assert.Empty(probe.XdpProgram(static _ => s_ports.Redirect(1)).Run(new byte[14], from).EntryRuns);
    }

    [Fact]
    public void Missing_entry_gives_the_other_result_and_forgets_an_earlier_redirect()
    {
        using var probe = new Probe(s_ports, s_devices, s_cpus);
        probe.Views.DeviceMap("map0").Set(2, 17);
        SimulatedXdpProgram program = probe.XdpProgram(static _ =>
        {
            Assert.Equal(XdpAction.Redirect, s_ports.Redirect(2));
            Assert.Equal(XdpAction.Drop, s_ports.Redirect(3, XdpAction.Drop));
            return s_ports.Redirect(99, XdpAction.Pass);
        });
        XdpResult result = program.Run(new byte[14]);
        Assert.Equal(XdpAction.Pass, result.Verdict);
        Assert.Null(result.Redirect);
        Assert.Null(result.Exception);
    }

    [Fact]
    public void Full_hash_refuses_entries_and_programs_of_others_too()
    {
        using var probe = new Probe(s_ports, s_devices, s_cpus);
        using var other = new Probe();
        IDeviceMapView devices = probe.Views.DeviceMap("map1");
        devices.Set(70, 1, probe.XdpProgram(static _ => XdpAction.Pass));
        Assert.Throws<InvalidOperationException>(() => devices.Set(71, 1));
        Assert.Throws<ArgumentException>(() => devices.Set(70, 1, other.XdpProgram(static _ => XdpAction.Pass)));
        Assert.True(devices.TryGetValue(70, out DeviceEntry entry));
        Assert.Equal(new DeviceEntry(1, true), entry);
    }

    private static RedirectTarget? Run(Probe probe, Func<XdpContext, XdpAction> body)
    {
        XdpResult result = probe.XdpProgram(body).Run(new byte[14]);
        Assert.Equal(XdpAction.Redirect, result.Verdict);
        return result.Redirect;
    }
}
