using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Loader;
using BpfSharp.Views;
using DdosPipeline.Language;

namespace DdosPipeline.Compilation;

/// <summary>Brings signatures into the pipeline, under load: a set is made ready beside the one in use, and takes its place by one pointer.</summary>
/// <param name="pipeline">The maps.</param>
/// <param name="kernel">The loaded programs, which bytecode joins; null in a simulation, which does without.</param>
public sealed class SignatureStore(IPipeline pipeline, PipelineObject? kernel = null) : IDisposable
{
    private const uint Current = 0;
    private const uint Sides = 2;

    private readonly Dictionary<string, uint> _counters = new(StringComparer.Ordinal);
    private readonly MadeXdpProgram?[] _bytecode = new MadeXdpProgram?[Sides];
    private uint _side;

    /// <summary>What holds.</summary>
    public SignatureFile File { get; private set; } = SignatureFile.Empty;

    /// <summary>How often another set has taken its place.</summary>
    public int Changes { get; private set; }

    /// <summary>The numbers of the counters, by the names of signatures.</summary>
    public IReadOnlyDictionary<string, uint> Counters => _counters;

    /// <summary>The name that a counter belongs to.</summary>
    public string NameOf(uint counter) => _counters.FirstOrDefault(c => c.Value == counter).Key ?? $"#{counter}";

    /// <summary>Reads signatures and puts them in the place of those that hold; with a problem, these stay.</summary>
    /// <returns>The problems; none: they hold now.</returns>
    public IReadOnlyList<SignatureProblem> Load(string text)
    {
        (SignatureFile file, IReadOnlyList<SignatureProblem> found) = SignatureText.Parse(text);
        List<SignatureProblem> problems = [.. found];
        if (problems.Count > 0)
            return problems;
        Dictionary<string, uint> counters = Assign(file);
        CompiledSet set = SetCompiler.Compile(file, s => counters[s.Name], problems);
        if (problems.Count == 0)
            Use(file, set, counters);
        return problems;
    }

    public void Dispose()
    {
        foreach (MadeXdpProgram? program in _bytecode)
            program?.Dispose();
    }

    // A signature keeps its counter for as long as its name is there.
    private Dictionary<string, uint> Assign(SignatureFile file)
    {
        Dictionary<string, uint> kept = file.Signatures.Where(s => _counters.ContainsKey(s.Name)).ToDictionary(static s => s.Name, s => _counters[s.Name], StringComparer.Ordinal);
        // Those that have just gone last: packets may still be counted there until the new set is in place.
        var free = new Queue<uint>(Enumerable.Range(0, SignatureVector.Signatures).Select(static i => (uint)i).Except(kept.Values).OrderBy(_counters.ContainsValue));
        foreach (Signature signature in file.Signatures.Where(s => !kept.ContainsKey(s.Name)))
            kept.Add(signature.Name, free.Dequeue());
        return kept;
    }

    private void Use(SignatureFile file, CompiledSet set, Dictionary<string, uint> counters)
    {
        // The other side is free: the last exchange waited until no packet used it any more (the kernel does so for maps of maps).
        uint side = (_side + 1) % Sides;
        uint first = side * SignatureVector.Signatures;
        for (int i = 0; i < set.Entries.Count; i++)
            pipeline.Signatures[first + (uint)i] = set.Entries[i];
        foreach (string added in counters.Keys.Except(_counters.Keys))
            pipeline.Counters[counters[added]] = new SignatureCounter[pipeline.Counters.CpuCount];
        uint stage = PutBytecode(set, side);
        set.Blocks[0].Head.FirstEntry = first;
        set.Blocks[0].Head.BytecodeStage = stage;
        pipeline.SampleEvery = file.SampleEvery;
        pipeline.Sets.Create(Current, map => map.Write(0, set.Blocks));
        _side = side;
        _counters.Clear();
        foreach ((string name, uint counter) in counters)
            _counters.Add(name, counter);
        File = file;
        Changes++;
    }

    // Entry 0 of the stages is the pipeline's own.
    private uint PutBytecode(CompiledSet set, uint side)
    {
        _bytecode[side]?.Dispose();
        _bytecode[side] = null;
        if (set.Bytecode is null)
            return 0;
        if (kernel is null)
            throw new InvalidOperationException("bytecode becomes a program of the kernel: a simulation has none");
        MadeXdpProgram program = kernel.LoadXdp(set.Bytecode);
        _bytecode[side] = program;
        pipeline.Stages.Set(side + 1, program.Program);
        return side + 1;
    }
}
