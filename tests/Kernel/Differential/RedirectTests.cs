using System;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>What programs answer that redirect by maps, with and without entries. Where packets go: Maps/RedirectTrafficTests.</summary>
public sealed class RedirectTests
{
    private const uint Loopback = 1;

    // Programs of map entries can't be test-run: the kernel refuses them (bpf_prog_test_run_xdp).
    public static TheoryData<string> Names =>
        [.. ProgramsOf<IRedirectPrograms>.Names<IXdpProgram>().Select(static r => r.Data).Where(static n => !n.EndsWith("ing", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_answers_as_simulated(string program)
    {
        KernelTest.Require();
        using var simulation = new RedirectProgramsSimulation();
        using RedirectProgramsObject loaded = RedirectProgramsLoader.Load();
        Fill(simulation);
        Fill(loaded);
        Differ.AssertSame(
            ProgramsOf<IRedirectPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<IRedirectPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 7));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }

    [Fact]
    public void Entries_are_seen_alike()
    {
        KernelTest.Require();
        using var simulation = new RedirectProgramsSimulation();
        using RedirectProgramsObject loaded = RedirectProgramsLoader.Load();
        Fill(simulation);
        Fill(loaded);
        Assert.Equal(Describe(simulation), Describe(loaded));
    }

    private static void Fill(IRedirectPrograms programs)
    {
        programs.Ports.Set(1, Loopback);
        programs.Ports.Set(2, Loopback, programs.Leaving);
        programs.Devices.Set(5, Loopback);
        programs.Devices.Set(6, Loopback, programs.Leaving);
        programs.Cpus.Set(0, 64, programs.Arriving);
    }

    private static string[] Describe(IRedirectPrograms programs) =>
    [
        .. programs.Ports.Select(static e => $"port {e}"),
        .. programs.Devices.OrderBy(static e => e.Key).Select(static e => $"device {e}"),
        $"{programs.Ports.TryGetValue(0, out DeviceEntry none)} {none} {programs.Ports.TryGetValue(9, out _)} {programs.Devices.TryGetValue(9, out _)}",
        $"{programs.Cpus.TryGetValue(0, out CpuEntry first)} {first} {programs.Cpus.TryGetValue(1, out CpuEntry second)} {second}",
        $"{programs.Ports.Remove(1)} {programs.Ports.Remove(1)} {programs.Devices.Remove(5)} {programs.Devices.Remove(5)}",
        $"{programs.Cpus.Remove(0)} {programs.Cpus.Remove(0)}",
    ];
}
