using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using BpfSharp.Samples;
using FlowMonitor.Configuration;
using FlowMonitor.Observation;
using FlowMonitor.Output;

namespace FlowMonitor;

/// <summary>The user-space part: takes events and flows from the kernel, and writes them where they are wanted.</summary>
internal sealed class MonitorSession : IDisposable
{
    private const int LastShown = 8;
    private const int Attempts = 5;

    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(100);

    private readonly IMonitor _monitor;
    private readonly MonitorStore _store;
    private readonly FlowTable _flows;
    private readonly EventReader _reader;
    private readonly JsonLines? _json;
    private readonly CaptureFile? _capture;
    private readonly List<ObservedEvent> _round = [];

    /// <param name="monitor">The programs' maps.</param>
    /// <param name="files">What to write.</param>
    public MonitorSession(IMonitor monitor, MonitorFiles files)
    {
        _monitor = monitor;
        _store = new MonitorStore(monitor);
        _flows = new FlowTable(monitor);
        _reader = new EventReader(monitor, Take);
        _json = files.OpenJson();
        _capture = files.OpenCapture();
    }

    public MonitorSettings Settings => _store.Current;

    public IReadOnlyCollection<FlowTotal> Flows => _flows.Flows;

    public long EventsRead => _reader.Read;

    /// <summary>The last events.</summary>
    public Queue<ObservedEvent> Last { get; } = new();

    public IReadOnlyList<ConfigurationProblem> Load(string text) => _store.Load(text);

    public Tallies ReadTallies() => Tallies.Read(_monitor);

    public void EndEpoch() => _flows.EndEpoch();

    public void ReadEvents() => _reader.ReadAvailable();

    /// <summary>Gives the last packets the time to come, and takes all that there is.</summary>
    /// <returns>The events since the last time.</returns>
    public IReadOnlyList<ObservedEvent> Settle()
    {
        Thread.Sleep(s_settle);
        ReadEvents();
        EndEpoch();
        ObservedEvent[] round = [.. _round];
        _round.Clear();
        return round;
    }

    /// <summary>Takes what there is until the books of events balance: what was produced was read, or is counted as lost.</summary>
    /// <returns>Events that are neither; 0: they balance.</returns>
    public long SettleEvents(out Tallies tallies)
    {
        long missing = 0;
        tallies = ReadTallies();
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Settle();
            tallies = ReadTallies();
            missing = (long)(tallies[Tally.Produced].Packets - tallies[Tally.Lost].Packets) - EventsRead;
            if (missing == 0)
                break; // otherwise a packet may have come in between
        }

        return missing;
    }

    public void Dispose()
    {
        foreach (FlowTotal flow in Flows.OrderByDescending(static f => f.Bytes))
            _json?.Write(flow);
        _json?.Dispose();
        _capture?.Dispose();
    }

    private void Take(ObservedEvent observed)
    {
        _round.Add(observed);
        Last.Enqueue(observed);
        if (Last.Count > LastShown)
            Last.Dequeue();
        _json?.Write(observed, Settings);
        _capture?.Write(observed, Settings);
    }
}
