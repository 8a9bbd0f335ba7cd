using System;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using DdosPipeline;
using DdosPipeline.Compilation;
using Xunit;

namespace BpfSharp.Samples.Tests.DdosPipeline;

/// <summary>Each condition matches what it says, as plain C# and in the kernel.</summary>
public sealed class SignatureMatchTests
{
    [Theory]
    [MemberData(nameof(SignatureCase.Names), MemberType = typeof(SignatureCase))]
    public void A_signature_matches_what_it_says(string conditions)
    {
        using var simulation = new PipelineSimulation();
        using var store = new SignatureStore(simulation);
        Assert.Empty(store.Load($"drop it {conditions}"));
        Judge(conditions, packet => simulation.Filter.Run(packet).Verdict);
        Assert.Empty(simulation.ReadFaults());
    }

    [Fact]
    public void The_kernel_matches_the_same()
    {
        KernelTest.Require();
        using PipelineObject kernel = PipelineLoader.Load();
        using var store = new SignatureStore(kernel, kernel);
        foreach (SignatureCase item in SignatureCase.All)
        {
            Assert.Empty(store.Load($"drop it {item.Conditions}"));
            Judge(item.Conditions, packet => kernel.Filter.Run(packet).Verdict);
        }

        Assert.Empty(kernel.ReadFaults());
    }

    // All signatures in one set: the first one in the file that matches alone decides.
    [Fact]
    public void Of_many_signatures_the_first_one_that_matches_decides()
    {
        using var simulation = new PipelineSimulation();
        using var store = new SignatureStore(simulation);
        SignatureCase[] cases = [.. SignatureCase.All.Reverse()]; // what matches little comes first
        Assert.Empty(store.Load(string.Join('\n', cases.Select(static (c, i) => $"drop s{i} {c.Conditions}"))));
        byte[][] packets = [.. cases.SelectMany(static c => c.Matching.Concat(c.Others)).DistinctBy(Convert.ToHexString)];
        int[] first = new int[packets.Length];
        for (int i = 0; i < cases.Length; i++)
        {
            using var alone = new PipelineSimulation();
            using var single = new SignatureStore(alone);
            Assert.Empty(single.Load($"drop it {cases[i].Conditions}"));
            for (int j = 0; j < packets.Length; j++)
            {
                if (first[j] == 0 && alone.Filter.Run(packets[j]).Verdict == XdpAction.Drop)
                    first[j] = i + 1;
            }
        }

        foreach ((byte[] packet, int expected) in packets.Zip(first))
        {
            ulong[] before = [.. Enumerable.Range(0, cases.Length).Select(Count)];
            Assert.Equal(expected == 0 ? XdpAction.Pass : XdpAction.Drop, simulation.Filter.Run(packet).Verdict);
            Assert.Equal(expected, Enumerable.Range(0, cases.Length).Where(i => Count(i) != before[i]).Select(static i => i + 1).SingleOrDefault());
        }

        Assert.InRange(first.Distinct().Count(), 12, cases.Length);

        ulong Count(int signature) => simulation.Counters[store.Counters[$"s{signature}"]].Aggregate(0ul, static (sum, c) => sum + c.Packets);
    }

    private static void Judge(string conditions, Func<byte[], XdpAction> run)
    {
        SignatureCase item = SignatureCase.All.Single(c => c.Conditions == conditions);
        for (int i = 0; i < item.Matching.Length; i++)
            Assert.True(run(item.Matching[i]) == XdpAction.Drop, $"'{conditions}' misses packet {i}");
        for (int i = 0; i < item.Others.Length; i++)
            Assert.True(run(item.Others[i]) == XdpAction.Pass, $"'{conditions}' matches other packet {i}");
    }
}
