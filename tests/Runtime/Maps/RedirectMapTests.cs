using System;
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
