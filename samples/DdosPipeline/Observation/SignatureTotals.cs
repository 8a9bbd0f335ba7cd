using System.Collections.Generic;
using System.Linq;
using DdosPipeline.Compilation;

namespace DdosPipeline.Observation;

/// <summary>What signatures have matched, on all CPUs.</summary>
public static class SignatureTotals
{
    /// <summary>By the names of signatures.</summary>
    public static IReadOnlyDictionary<string, SignatureCounter> Read(IPipeline pipeline, SignatureStore store) =>
        store.Counters.ToDictionary(static c => c.Key, c => Sum(pipeline.Counters[c.Value]));

    private static SignatureCounter Sum(SignatureCounter[] perCpu)
    {
        var sum = default(SignatureCounter);
        foreach (SignatureCounter counter in perCpu)
        {
            sum.Packets += counter.Packets;
            sum.Bytes += counter.Bytes;
            sum.Sampled += counter.Sampled;
            sum.Lost += counter.Lost;
        }

        return sum;
    }
}
