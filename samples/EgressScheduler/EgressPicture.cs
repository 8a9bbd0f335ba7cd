using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using EgressScheduler.Configuration;
using EgressScheduler.Network;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EgressScheduler;

/// <summary>The classes with what they get now, and what the rules have counted.</summary>
internal sealed class EgressPicture(IEgress egress, EgressStore store, HtbScheduler scheduler)
{
    private const double BitsOfByte = 8;
    private const double Million = 1e6;

    private IReadOnlyDictionary<ushort, ClassStatistics> _last = new Dictionary<ushort, ClassStatistics>();
    private long _lastAt;

    /// <summary>The text of the plan that is shown.</summary>
    public string Text { get; set; } = "";

    public IRenderable Draw()
    {
        IReadOnlyDictionary<ushort, ClassStatistics> now = scheduler.Read();
        double seconds = Stopwatch.GetElapsedTime(_lastAt).TotalSeconds;
        _lastAt = Stopwatch.GetTimestamp();
        var classes = new Table().Title("classes");
        classes.AddColumns("class", "name", "configured", "now", "packets", "waiting", "dropped");
        foreach (EgressClass item in store.Current.Classes)
        {
            ClassStatistics statistics = now.GetValueOrDefault(item.Minor);
            double rate = _last.TryGetValue(item.Minor, out ClassStatistics before) ? (statistics.Bytes - before.Bytes) * BitsOfByte / seconds : 0;
            classes.AddRow($"1:{item.Minor:x}", Markup.Escape(item.Name), $"{item.BitsPerSecond / Million:F1} Mbit/s", $"{rate / Million:F1} Mbit/s",
                $"{statistics.Packets}", $"{statistics.Waiting}", $"{statistics.Dropped}");
        }

        _last = now;
        return new Rows(classes, Rules());
    }

    private Table Rules()
    {
        string[] lines = Text.Split('\n');
        var rules = new Table().Title("rules");
        rules.AddColumns("line", "rule", "packets");
        foreach (int line in store.Current.Rules.Select(static r => r.Line).Distinct().Where(l => l <= lines.Length))
            rules.AddRow($"{line}", Markup.Escape(lines[line - 1].Trim()), $"{Packets(store.NumberOf(line))}");
        rules.AddRow("", "no rule", $"{Packets(0)}");
        return rules;
    }

    private ulong Packets(uint rule) => egress.Counters[rule].Aggregate(0UL, static (sum, packets) => sum + packets);
}
