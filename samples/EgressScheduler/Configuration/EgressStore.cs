using System.Collections.Generic;
using System.Linq;
using BpfSharp.Samples;

namespace EgressScheduler.Configuration;

/// <summary>Brings plans into the kernel, one after the other, under traffic.</summary>
public sealed class EgressStore(IEgress egress, IClassTable classes)
{
    private List<MatchKey> _written = [];

    /// <summary>The plan that holds.</summary>
    public EgressPlan Current { get; private set; } = new([], []);

    /// <summary>Reads a plan and puts it in the place of the one that holds; with a problem, that one stays.</summary>
    /// <returns>The problems; none: it holds now.</returns>
    public IReadOnlyList<ConfigurationProblem> Load(string text)
    {
        (EgressPlan plan, IReadOnlyList<ConfigurationProblem> problems) = EgressText.Parse(text);
        if (problems.Count > 0)
            return problems;

        // Classes first, so that no packet gets one that is not there; those that went come off last.
        foreach (EgressClass item in plan.Classes.Where(c => !Current.Classes.Any(o => o.Minor == c.Minor && o.BitsPerSecond == c.BitsPerSecond)))
            classes.Set(item);
        Write(plan);
        foreach (EgressClass item in Current.Classes.Where(o => plan.Classes.All(c => c.Minor != o.Minor)))
            classes.Remove(item);
        Current = plan;
        return problems;
    }

    /// <summary>The number of a line's rule, which is that of its counter.</summary>
    public uint NumberOf(int line) => (uint)Current.Rules.Select(static r => r.Line).Distinct().TakeWhile(l => l != line).Count() + 1;

    private void Write(EgressPlan plan)
    {
        uint generation = egress.Generation + 1;
        var written = new List<MatchKey>();
        uint number = 0;
        int line = 0;
        foreach (EgressRule rule in plan.Rules)
        {
            // Both families of a line are one rule to a person, and have one counter.
            if (rule.Line != line)
                number++;
            line = rule.Line;
            var treatment = new Treatment(number, (uint)rule.Destination.Length, rule.Minor, rule.Mark, rule.NewDscp ?? Treatment.KeepDscp);
            foreach (MatchKey key in Keys(rule, generation))
            {
                egress.Rules[key] = treatment;
                written.Add(key);
            }
        }

        egress.Generation = generation;
        for (uint i = 0; i <= number; i++)
            egress.Counters[i] = new ulong[egress.Counters.CpuCount];
        foreach (MatchKey key in _written)
            egress.Rules.Remove(key);
        _written = written;
    }

    private static IEnumerable<MatchKey> Keys(EgressRule rule, uint generation)
    {
        byte scope = MatchKey.Scope(generation, rule.IsV6);
        uint dscp = rule.Dscp is { } codePoint ? MatchKey.Dscp(codePoint) : MatchKey.Any;
        for (int port = rule.FirstPort; port <= rule.LastPort; port++)
            yield return new MatchKey((uint)rule.Destination.Length, scope, (byte)(rule.Protocol ?? 0), (ushort)port, dscp, rule.Destination.Address);
    }
}
