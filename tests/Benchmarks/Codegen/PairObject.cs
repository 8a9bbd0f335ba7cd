using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Loader;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>One side of a pair in the kernel, whoever compiled it.</summary>
internal sealed class PairObject : BpfLoadedObject
{
    private readonly LoadedProgram _program;

    /// <param name="still">With the constants that make answers independent of time.</param>
    public PairObject(byte[] elf, CodegenPair pair, string side, bool still = false)
        : base(Open(elf, pair, side, still))
    {
        Maps = new BpfUnloadedObject(elf, pair.Name).Maps.Where(static m => m != "bpfsharp_faults").Order(StringComparer.Ordinal).ToList();
        _program = pair.IsTc ? Tc(pair.Program) : Xdp(pair.Program);
    }

    /// <summary>Those that both sides have: a map that counts faults is ours alone.</summary>
    public IReadOnlyList<string> Maps { get; }

    public ProgramStatistics Statistics => _program.ReadStatistics();

    public KernelMap Map(string name) => FindMap(name);

    public TestRunOutcome Run(ReadOnlySpan<byte> packet, uint repeat = 1) => TestRun.Run(_program.Program, packet, repeat);

    private static BpfUnloadedObject Open(byte[] elf, CodegenPair pair, string side, bool still)
    {
        var unloaded = new BpfUnloadedObject(elf, $"{pair.Name} ({side})");
        if (still)
            pair.Still(unloaded);
        return unloaded;
    }

    /// <summary>All entries, as text that sorts the same on both sides.</summary>
    public IReadOnlyList<string> Dump(string map, bool keysOnly)
    {
        KernelMap found = FindMap(map);
        var entries = new List<string>();
        if (found.Shape.MapType == MapType.RingBuffer)
            return entries;
        var walk = new MapWalk(found);
        while (walk.MoveNext())
        {
            if (walk.Value.ContainsAnyExcept((byte)0) || keysOnly)
                entries.Add(Convert.ToHexString(walk.Key) + (keysOnly ? "" : "=" + Convert.ToHexString(walk.Value)));
        }

        entries.Sort(StringComparer.Ordinal);
        return entries;
    }
}
