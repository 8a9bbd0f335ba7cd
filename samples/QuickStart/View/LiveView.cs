using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using QuickStart.Traffic;
using Spectre.Console;

namespace QuickStart.View;

/// <summary>A table of the firewall's own counters that updates while packets flow.</summary>
internal sealed class LiveView(LiveDisplayContext display) : IProgressView
{
    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(100);
    private static readonly (uint Rule, string Meaning)[] s_rules =
    [
        (1, "deny 10.77.1.0/24"),
        (2, "deny 10.77.2.0/24"),
        (3, "close UDP port 7002"),
    ];

    private readonly Stopwatch _sinceRefresh = Stopwatch.StartNew();
    private readonly Queue<string> _events = new();
    private string _step = "";

    public void Say(string what) => _step = what;

    public void Update(ITrafficPath path)
    {
        while (path.Firewall.Events.TryRead(out DropEvent drop))
        {
            _events.Enqueue($"rule {drop.Rule} dropped a packet of {drop.Peer}");
            if (_events.Count > 5)
                _events.Dequeue();
        }

        if (_sinceRefresh.Elapsed < s_refresh)
            return;
        _sinceRefresh.Restart();
        display.UpdateTarget(new Rows(RuleTable(path), new Text(_step), new Text(string.Join('\n', _events), new Style(Color.Grey))));
        display.Refresh();
    }

    private static Table RuleTable(ITrafficPath path)
    {
        var table = new Table().Title($"{path.Firewall.Seen} IPv4 packets seen, {path.Arrived.Count} arrived");
        table.AddColumns("rule", "meaning", "packets dropped", "bytes");
        foreach ((uint rule, string meaning) in s_rules)
        {
            IReadOnlyList<RuleCounter> perCpu = path.Firewall.Drops[rule];
            table.AddRow(rule.ToString(), meaning, perCpu.Sum(static c => (long)c.Packets).ToString(), perCpu.Sum(static c => (long)c.Bytes).ToString());
        }

        return table;
    }
}
