using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Protocols;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Routes, neighbours and MTUs: a simulation answers from its tables as the kernel does from its own.</summary>
public sealed class RoutingTests
{
    private static readonly string[] s_destinations =
    [
        "10.1.9.9", "10.1.2.3", "10.3.0.1", "10.4.0.1", "10.5.0.1", "10.6.0.1", "10.7.0.1", "10.8.0.1", "10.99.0.1", "10.99.0.9", "10.99.0.8", "192.0.2.1",
        "2001:db8:1::1", "2001:db8:2::1", "2001:db8:3::1", "2001:db8:4::1", "2001:db8:5::1", "2001:db8:6::1", "fd00::1", "fd00::9", "fd00::8", "2001:db8:9::1", "fe80::1", "ff02::1",
    ];

    [Theory]
    [InlineData("TcRoute")]
    [InlineData("XdpRoute")]
    public void Routes_are_found_as_simulated(string program)
    {
        KernelTest.Require();
        using var network = new RoutingNetwork();
        using var simulation = new RoutingProgramsSimulation();
        using RoutingProgramsObject loaded = RoutingProgramsLoader.Load();
        network.Describe(simulation.Environment.Network);
        var seen = new HashSet<long>();
        network.Namespace.Run(() =>
        {
            foreach ((BpfFibLookup question, uint flags) in Questions(network))
            {
                string expected = Ask(simulation, program, question, flags);
                string actual = Ask(loaded, program, question, flags);
                Assert.True(expected == actual, $"{question.IfIndex} {question.DestinationIpv4} {question.DestinationIpv6} length {question.TotalLength} flags {flags}:\n{expected}\n{actual}");
                seen.Add(loaded.Answers[0]);
            }
        });

        // All answers there are, but for tunnels in routes and hosts without any source address.
        Assert.Equal([-97, -22, -19, 0, 1, 2, 3, 4, 5, 7, 8], seen.Order());
    }

    [Theory]
    [InlineData("TcMtu")]
    [InlineData("XdpMtu")]
    public void Packets_fit_as_simulated(string program)
    {
        KernelTest.Require();
        using var network = new RoutingNetwork();
        using var simulation = new RoutingProgramsSimulation();
        using RoutingProgramsObject loaded = RoutingProgramsLoader.Load();
        network.Describe(simulation.Environment.Network);
        var seen = new HashSet<long>();
        network.Namespace.Run(() =>
        {
            foreach (uint ifIndex in new uint[] { 0, 1, network.ForwardingIndex, network.QuietIndex, 99 })
                foreach (uint length in new[] { 0u, 20u, 1399u, 1400u, 1401u, 65536u, 65537u, uint.MaxValue })
                    foreach (int delta in new[] { 0, 1, -1, -20, 1340, 1341, 70000, int.MinValue, int.MaxValue })
                        foreach (uint flags in new[] { 0u, 1u, 2u })
                        {
                            long[] expected = Ask(simulation, program, ifIndex, length, delta, flags);
                            long[] actual = Ask(loaded, program, ifIndex, length, delta, flags);
                            Assert.True(expected.SequenceEqual(actual), $"interface {ifIndex} length {length} delta {delta} flags {flags}: {string.Join(' ', expected)} | {string.Join(' ', actual)}");
                            seen.Add(actual[0]);
                        }
        });
        Assert.Equal([-19, 0, 1], seen.Order());
    }

    [Fact]
    public void Copies_are_sent_as_simulated()
    {
        KernelTest.Require();
        using var network = new RoutingNetwork();
        using var simulation = new RoutingProgramsSimulation();
        using RoutingProgramsObject loaded = RoutingProgramsLoader.Load();
        network.Describe(simulation.Environment.Network);
        network.Namespace.Run(() =>
        {
            foreach (uint ifIndex in new uint[] { 0, network.QuietIndex, 99 })
                foreach (uint flags in new[] { 0u, 1u, 2u })
                {
                    long[] expected = Ask(simulation, "Clone", ifIndex, 0, 0, flags);
                    Assert.Equal(expected, Ask(loaded, "Clone", ifIndex, 0, 0, flags));
                    Assert.Equal(ifIndex == network.QuietIndex, expected[1] == 1);
                }
        });
    }

    private static string Ask(IRoutingPrograms programs, string program, BpfFibLookup question, uint flags)
    {
        programs.Lookups[0] = question;
        programs.Flags = flags;
        Run(programs, program);
        BpfFibLookup answer = programs.Lookups[1];
        return $"{(FibLookupResult)programs.Answers[0]} {Convert.ToHexString(MemoryMarshal.AsBytes(new ReadOnlySpan<BpfFibLookup>(in answer)))}";
    }

    private static long[] Ask(IRoutingPrograms programs, string program, uint ifIndex, uint length, int delta, uint flags)
    {
        (programs.IfIndex, programs.Length, programs.Delta, programs.Flags) = (ifIndex, length, delta, flags);
        Run(programs, program);
        return [.. programs.Answers];
    }

    private static void Run(IRoutingPrograms programs, string program)
    {
        byte[] packet = Testing.Packets.Udp(Ipv4Address.Parse("10.99.0.77"), Ipv4Address.Parse("10.1.9.9"), 4711, 53, new byte[18]);
        if (program.StartsWith("Xdp", StringComparison.Ordinal))
            Assert.Equal(XdpAction.Pass, ProgramsOf<IRoutingPrograms>.Get<IXdpProgram>(programs, program).Run(packet).Verdict);
        else
            Assert.Equal(TcAction.Ok, ProgramsOf<IRoutingPrograms>.Get<ITcProgram>(programs, program).Run(packet).Verdict);
    }

    private static IEnumerable<(BpfFibLookup Question, uint Flags)> Questions(RoutingNetwork network)
    {
        foreach (string destination in s_destinations)
            foreach (uint ifIndex in new uint[] { network.ForwardingIndex, network.QuietIndex, 99 })
                foreach (ushort length in new ushort[] { 0, 900, 901, 1300, 1301, 1400, 1401 })
                    foreach (uint flags in new uint[] { 0, 1, 2, 3, 4, 9, 16, 20, 32, 63, 64 })
                    {
                        BpfFibLookup question = destination.Contains(':')
                            ? BpfFibLookup.Ipv6(ifIndex, Ipv6Address.Parse("fd00::77"), Ipv6Address.Parse(destination))
                            : BpfFibLookup.Ipv4(ifIndex, Ipv4Address.Parse("10.99.0.77"), Ipv4Address.Parse(destination));
                        question.TotalLength = length;
                        if ((flags & 8) != 0)
                            question.TableId = 100;
                        yield return (question, flags);
                    }

        yield return (default, 0);
    }
}
