using System.Collections.Generic;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Samples;
using BpfSharp.Views;

namespace FlowMonitor.Configuration;

/// <summary>Brings settings into the kernel, under traffic.</summary>
public sealed class MonitorStore(IMonitor monitor)
{
    /// <summary>The settings that hold.</summary>
    public MonitorSettings Current { get; private set; } = MonitorText.Parse("").Settings;

    /// <summary>Reads a configuration and puts it in the place of the one that holds; with a problem, that one stays.</summary>
    /// <returns>The problems; none: it holds now.</returns>
    public IReadOnlyList<ConfigurationProblem> Load(string text)
    {
        (MonitorSettings settings, IReadOnlyList<ConfigurationProblem> problems) = MonitorText.Parse(text);
        if (problems.Count == 0)
            Use(settings);
        return problems;
    }

    private void Use(MonitorSettings settings)
    {
        // First what is denied: what both settings deny is never let through in between.
        Replace(monitor.DeniedSources, settings.DeniedSources);
        Replace(monitor.ClosedPorts, settings.ClosedPorts);
        Replace(monitor.Labels, settings.Labels.Select(static (label, index) => (label.Network, Number: (uint)index + 1))
            .GroupBy(static l => l.Network).ToDictionary(static g => g.Key, static g => g.Last().Number));
        monitor.TruncatedLength = settings.TruncatedLength;
        monitor.Capture = settings.Capture;
        monitor.Path = settings.Path;
        monitor.SampleEvery = settings.SampleEvery;
        Current = settings;
    }

    private static void Replace<TKey>(IHashMapView<TKey, uint> map, IReadOnlyDictionary<TKey, uint> entries)
        where TKey : unmanaged
    {
        foreach ((TKey key, uint value) in entries)
            map[key] = value;
        foreach (TKey key in map.Select(static e => e.Key).Where(k => !entries.ContainsKey(k)).ToList())
            map.Remove(key);
    }
}
