using System;
using System.IO;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Runtime.Tests.Programs;
using BpfSharp.Testing;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Runtime.Tests.Simulation;

public sealed class EdgeFirewallTests
{
    [Fact]
    public void Denied_source_is_dropped()
    {
        using EdgeFirewallSimulation sim = new(o => o.SampleEvery = 1);
        sim.Denied[Ipv4Prefix.Parse("203.0.113.0/24")] = 7;
        XdpResult result = sim.Filter.Run(Packets.Udp(from: "203.0.113.9"));
        Assert.Equal(XdpAction.Drop, result.Verdict);
        Assert.Equal(new Counter { Packets = 1, Bytes = 42 }, sim.Drops.Sum(7));
        Assert.True(sim.Events.TryRead(out DropEvent drop));
        Assert.Equal(new DropEvent(Ipv4Address.Parse("203.0.113.9"), 7), drop);
        Assert.Equal(1ul, sim.Seen);
        Assert.Empty(sim.ReadFaults());
    }

    [Fact]
    public void Others_pass()
    {
        using EdgeFirewallSimulation sim = new();
        sim.Denied[Ipv4Prefix.Parse("203.0.113.0/24")] = 7;
        Assert.Equal(XdpAction.Pass, sim.Filter.Run(Packets.Udp(from: "203.0.114.9")).Verdict);
        Assert.Equal(XdpAction.Pass, sim.Filter.Run(Packets.Udp(from: "2001:db8::9")).Verdict);
        Assert.Equal(1ul, sim.Seen);
    }

    [Fact]
    public void A_rule_beyond_the_counters_is_a_fault_with_its_line()
    {
        using EdgeFirewallSimulation sim = new();
        sim.Denied[Ipv4Prefix.Parse("203.0.113.0/24")] = 256;
        XdpResult result = sim.Filter.Run(Packets.Udp(from: "203.0.113.9"));
        Assert.Equal(XdpAction.Pass, result.Verdict);
        FaultCount fault = Assert.Single(sim.ReadFaults());
        Assert.Equal((FaultKind.MissingMapEntry, "Filter", 1ul), (fault.Site.Kind, fault.Site.Program, fault.Count));
        Assert.EndsWith("EdgeFirewall.cs", fault.Site.File);
        Assert.Equal(Line("Drops[rule].Add"), fault.Site.Line);
        Assert.Equal(fault.Site, result.Fault);
    }

    [Fact]
    public void Sampling_follows_the_constant()
    {
        using EdgeFirewallSimulation sim = new(o => o.SampleEvery = 3);
        sim.Denied[Ipv4Prefix.Parse("203.0.113.0/24")] = 7;
        uint next = 0;
        sim.Environment.RandomSource = () => next++;
        for (int i = 0; i < 9; i++)
            sim.Filter.Run(Packets.Udp(from: "203.0.113.9"));
        Assert.Equal(3, sim.Events.ReadAvailable(static (in DropEvent _) => { }));
    }

    // PathMap hides where the source is: it is found from the test's own folder.
    private static int Line(string text)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Generator.sln")))
            folder = folder.Parent;
        string source = Path.Combine(folder.FullName, "tests/Runtime/Programs/EdgeFirewall.cs");
        return File.ReadLines(source).TakeWhile(line => !line.Contains(text, StringComparison.Ordinal)).Count() + 1;
    }
}
