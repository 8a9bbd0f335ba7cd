using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Testing;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>The same method by .NET and by the kernel, on the same packets: verdict and packet must be equal each time.</summary>
internal static class Differ
{
    public static void AssertSame(IXdpProgram simulated, IXdpProgram loaded, IEnumerable<byte[]> packets) =>
        AssertNone(simulated.Name, RunComparison.Compare(simulated, loaded, packets));

    public static void AssertSame(ITcProgram simulated, ITcProgram loaded, IEnumerable<byte[]> packets) =>
        AssertNone(simulated.Name, RunComparison.Compare(simulated, loaded, packets));

    /// <summary>Faults as counted, by program, kind and line: .NET's exceptions know no columns.</summary>
    public static void AssertSameFaults(IReadOnlyList<FaultCount> simulated, IReadOnlyList<FaultCount> loaded) =>
        Assert.Equal(Describe(simulated), Describe(loaded));

    private static void AssertNone(string program, IReadOnlyList<RunDifference> differences) =>
        Assert.True(differences.Count == 0, $"{program}: .NET (expected) and the kernel differ {differences.Count} times, first:\n{differences.FirstOrDefault()}");

    private static string[] Describe(IReadOnlyList<FaultCount> faults) =>
        [.. faults.GroupBy(static f => $"{f.Site.Program} {f.Site.Kind} line {f.Site.Line}")
            .Select(static g => $"{g.Key}: {g.Sum(static f => (long)f.Count)}")
            .Order(StringComparer.Ordinal)];
}
