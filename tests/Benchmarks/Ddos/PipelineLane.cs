using System;
using System.Linq;
using BpfSharp.Loader;
using DdosPipeline;
using DdosPipeline.Compilation;

namespace BpfSharp.Benchmarks.Ddos;

/// <summary>The pipeline, with signatures in its language or as bytecode.</summary>
internal sealed class PipelineLane(string name, bool isBytecode) : DropLane(name)
{
    private PipelineObject? _pipeline;
    private SignatureStore? _store;

    public override void Use(FloodSignatures signatures)
    {
        _store!.Load("pass nothing udp port 0");
        if (_store.Load(isBytecode ? signatures.BytecodeText : signatures.Text) is { Count: > 0 } problems)
            throw new InvalidOperationException($"the signatures are not used: {problems[0]}");
    }

    public override long Dropped() => _store!.Counters.Values.Sum(c => _pipeline!.Counters[c].Sum(static v => (long)v.Packets));

    public override void Dispose()
    {
        _store?.Dispose();
        _pipeline?.Dispose();
    }

    protected override void Prepare()
    {
        _pipeline = PipelineLoader.Load();
        _store = new SignatureStore(_pipeline, _pipeline);
        Place.Place.Run(() => _pipeline.Filter.Attach(Place.Device, XdpMode.Native));
    }
}
