using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Samples;
using DdosPipeline.Compilation;
using DdosPipeline.Language;
using DdosPipeline.Observation;

namespace DdosPipeline;

/// <summary>The user-space part: brings signatures in, and takes samples out.</summary>
internal sealed class DdosSession : IDisposable
{
    private const int LastShown = 8;

    private readonly PipelineObject _pipeline;
    private readonly SampleReader _reader;
    private readonly SampleCapture? _capture;
    private readonly string? _sabotage;

    /// <param name="pipeline">The programs, loaded.</param>
    /// <param name="capture">Where samples go; null: nowhere.</param>
    /// <param name="device">The interface that the capture names.</param>
    /// <param name="sabotage">What to break.</param>
    public DdosSession(PipelineObject pipeline, string? capture, string device, string? sabotage)
    {
        _pipeline = pipeline;
        _sabotage = sabotage;
        Store = new SignatureStore(pipeline, pipeline);
        _reader = new SampleReader(pipeline, Store, Take);
        _capture = capture is null ? null : SampleCapture.Open(capture, device);
    }

    public SignatureStore Store { get; }

    /// <summary>The last samples.</summary>
    public Queue<ObservedSample> Last { get; } = new();

    /// <summary>How often each signature was reported.</summary>
    public Dictionary<string, long> Reported { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<SignatureProblem> Load(string text)
    {
        if (_sabotage == Sabotage.Gap)
            _pipeline.Sets.Remove(0);
        IReadOnlyList<SignatureProblem> problems = Store.Load(text);
        if (_sabotage == Sabotage.NoBytecode)
        {
            _pipeline.Stages.Remove(1);
            _pipeline.Stages.Remove(2);
        }

        return problems;
    }

    public IReadOnlyDictionary<string, SignatureCounter> ReadTotals() => SignatureTotals.Read(_pipeline, Store);

    /// <summary>Packets that some counters have.</summary>
    public ulong CountOf(IEnumerable<uint> counters) =>
        counters.Aggregate(0ul, (sum, counter) => sum + _pipeline.Counters[counter].Aggregate(0ul, static (of, value) => of + value.Packets));

    public void ReadSamples() => _reader.ReadAvailable();

    public Spectre.Console.Rendering.IRenderable Draw() => DdosPicture.Draw(_pipeline, Store, Last);

    public void Dispose()
    {
        ReadSamples();
        _capture?.Dispose();
        Store.Dispose();
    }

    private void Take(ObservedSample sample)
    {
        Reported[sample.Signature] = Reported.GetValueOrDefault(sample.Signature) + 1;
        Last.Enqueue(sample);
        if (Last.Count > LastShown)
            Last.Dequeue();
        _capture?.Write(sample);
    }
}
