using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>The same method by .NET and by the kernel, on the same packets: verdict and packet must be equal each time.</summary>
internal static class Differ
{
    public static void AssertSame(IXdpProgram simulated, IXdpProgram loaded, IEnumerable<byte[]> packets)
    {
        foreach (byte[] packet in packets)
        {
            XdpResult expected = simulated.Run(packet);
            XdpResult actual = loaded.Run(packet);
            Compare(simulated.Name, packet, expected.Verdict, expected.Packet.ToArray(), actual.Verdict, actual.Packet.ToArray());
        }
    }

    public static void AssertSame(ITcProgram simulated, ITcProgram loaded, IEnumerable<byte[]> packets)
    {
        foreach (byte[] packet in packets)
        {
            TcResult expected = simulated.Run(packet);
            TcResult actual = loaded.Run(packet);
            Compare(simulated.Name, packet, expected.Verdict, expected.Packet.ToArray(), actual.Verdict, actual.Packet.ToArray());
        }
    }

    /// <summary>Faults as counted, by kind and line.</summary>
    public static void AssertSameFaults(IReadOnlyList<FaultCount> simulated, IReadOnlyList<FaultCount> loaded) =>
        Assert.Equal(Describe(simulated), Describe(loaded));

    private static string[] Describe(IReadOnlyList<FaultCount> faults) =>
        faults.Select(static f => $"{f.Site.Program} {f.Site.Kind} line {f.Site.Line}: {f.Count}").Order(StringComparer.Ordinal).ToArray();

    private static void Compare<TVerdict>(string program, byte[] packet, TVerdict expected, byte[] expectedPacket, TVerdict actual, byte[] actualPacket)
        where TVerdict : struct, Enum
    {
        if (EqualityComparer<TVerdict>.Default.Equals(expected, actual) && expectedPacket.AsSpan().SequenceEqual(actualPacket))
            return;
        Assert.Fail($"""
            {program}: .NET gives {expected}, the kernel {actual}
            packet in     {Convert.ToHexString(packet)}
            out by .NET   {Convert.ToHexString(expectedPacket)}
            out by kernel {Convert.ToHexString(actualPacket)}
            """);
    }
}
