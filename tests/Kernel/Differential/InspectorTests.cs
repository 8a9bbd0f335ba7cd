using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs.Inspector;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>A program of real size, on thousands of packets: verdicts, packets, flows, counters and faults.</summary>
public sealed class InspectorTests(ITestOutputHelper output)
{
    private const int PacketCount = 10_000;

    // In a test run the kernel looks into the IP header that an EtherType announces (docs/findings.md).
    private const int LeastIpv4 = EthernetHeader.Size + Ipv4Header.Size;
    private const int LeastIpv6 = EthernetHeader.Size + Ipv6Header.Size;

    [Fact]
    public void Xdp_inspects_as_simulated()
    {
        KernelTest.Require();
        using var simulation = new InspectorProgramsSimulation();
        using InspectorProgramsObject loaded = Load();
        Describe(loaded.Inspect);
        SetPolicy(simulation);
        SetPolicy(loaded);
        Differ.AssertSame(simulation.Inspect, loaded.Inspect, InspectorPackets.Generate(seed: 1, PacketCount));
        AssertSameState(simulation, loaded);
        AssertReached(loaded);
    }

    [Fact]
    public void Tc_inspects_as_simulated()
    {
        KernelTest.Require();
        using var simulation = new InspectorProgramsSimulation();
        using InspectorProgramsObject loaded = Load();
        Describe(loaded.Classify);
        SetPolicy(simulation);
        SetPolicy(loaded);
        Differ.AssertSame(simulation.Classify, loaded.Classify, InspectorPackets.Generate(seed: 2, PacketCount).Where(IsTakenByTc));
        AssertSameState(simulation, loaded);
    }

    private static bool IsTakenByTc(byte[] packet) => packet.Length >= (packet[12], packet[13]) switch
    {
        (0x08, 0x00) => LeastIpv4,
        (0x86, 0xdd) => LeastIpv6,
        _ => EthernetHeader.Size + 1,
    };

    private static void SetPolicy(IInspectorPrograms programs)
    {
        programs.Sources[Ipv4Prefix.Parse("192.0.2.64/26")] = Decision.Deny;
        programs.Sources[Ipv4Prefix.Parse("192.0.2.66/32")] = Decision.Allow;
        programs.Sources[Ipv4Prefix.Parse("192.0.2.128/30")] = Decision.Bounce;
        programs.Ipv6Sources[Ipv6Prefix.Parse("2001:db8:1::/48")] = Decision.Bounce;
        programs.Ipv6Sources[Ipv6Prefix.Parse("2001:db8:0:0::/62")] = Decision.Allow;
        programs.Ipv6Sources[Ipv6Prefix.Parse("2001:db8:2::4/126")] = Decision.Deny;
        programs.Ports[0] = new PortRange { First = 1003, Last = 1003, Decision = Decision.Allow, Transports = Transports.Udp };
        programs.Ports[1] = new PortRange { First = 1002, Last = 1003, Decision = Decision.Deny, Transports = Transports.Tcp | Transports.Udp };
    }

    private static void AssertSameState(IInspectorPrograms simulation, InspectorProgramsObject loaded)
    {
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        Assert.Equal(Counts(simulation.Reasons, (uint)Reason.Count), Counts(loaded.Reasons, (uint)Reason.Count));
        Assert.Equal(Counts(simulation.Tunnels, (uint)TunnelKind.Count), Counts(loaded.Tunnels, (uint)TunnelKind.Count));
        Dictionary<FlowKey, FlowState> expected = simulation.Flows.ToDictionary(), actual = loaded.Flows.ToDictionary();
        Assert.True(expected.Count > 1000, $"only {expected.Count} flows");
        Assert.Equal(expected, actual);
    }

    // A generator that goes nowhere would agree with everything.
    private void AssertReached(InspectorProgramsObject loaded)
    {
        foreach ((Reason reason, ulong count) in Enum.GetValues<Reason>().Where(static r => r is not Reason.None and not Reason.Count).Select(r => (r, loaded.Reasons.Sum((uint)r).Packets)))
        {
            output.WriteLine($"{reason}: {count}");
            Assert.True(count >= 10, $"{reason}: {count} packets");
        }

        foreach ((TunnelKind kind, ulong count) in Enum.GetValues<TunnelKind>().Where(static k => k != TunnelKind.Count).Select(k => (k, loaded.Tunnels.Sum((uint)k).Packets)))
        {
            output.WriteLine($"{kind}: {count}");
            Assert.True(count >= 200, $"{kind}: {count} packets");
        }

        FlowState[] flows = [.. loaded.Flows.Select(static f => f.Value)];
        Assert.Contains(flows, static f => (f.Traits & FlowTraits.HasReplies) != 0);
        Assert.Contains(flows, static f => f is { WindowScale: > 0, MaximumSegment: > 0 } && (f.Traits & FlowTraits.PermitsSelective) != 0);
        Assert.Contains(flows, static f => f is { Packets: > 1, LastTimestamp: > 0 });
        Assert.NotEmpty(loaded.ReadFaults());
    }

    private static (ulong Packets, ulong Bytes)[] Counts(IPerCpuArrayMapView<Counter> map, uint count) =>
        [.. Enumerable.Range(0, (int)count).Select(i => map.Sum((uint)i)).Select(static c => (c.Packets, c.Bytes))];

    private InspectorProgramsObject Load()
    {
        var watch = Stopwatch.StartNew();
        InspectorProgramsObject loaded = InspectorProgramsLoader.Load();
        output.WriteLine($"both programs loaded in {watch.ElapsedMilliseconds} ms");
        return loaded;
    }

    private void Describe(LoadedProgram program)
    {
        ProgramStatistics statistics = program.ReadStatistics();
        output.WriteLine($"{statistics.Instructions} slots, {statistics.VerifiedInstructions} instructions verified, {statistics.JitedBytes} bytes of machine code");
    }
}
