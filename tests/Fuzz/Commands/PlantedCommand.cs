using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Testing;
using BpfSharp.Fuzz.Coverage;
using BpfSharp.Fuzz.Inputs;
using BpfSharp.Fuzz.Planted;
using BpfSharp.Fuzz.Running;

namespace BpfSharp.Fuzz.Commands;

/// <summary>Compiles random programs with one planted bug after the other, until each is found.</summary>
internal sealed class PlantedCommand(Options options)
{
    private readonly Dictionary<PlantedBug, string> _found = [];
    private readonly Dictionary<PlantedBug, int> _changed = [];

    public int Run()
    {
        Cpu.Bind(0);
        var features = new CoverageArea("language features", []);
        var feed = new ProgramFeed(options.Seed, features);
        int programs = 0;
        while (programs < options.Programs && _found.Count < BugTable.Rows.Count && feed.Next(static () => true) is { } sources)
        {
            using Batch batch = Batch.Compile(sources, ProgramFeed.TargetOf(sources[0].Index));
            IReadOnlyDictionary<string, byte[]> right = batch.Recompile(new NoHooks()).Objects;
            foreach (PlantedBug bug in BugTable.Rows.Where(b => !_found.ContainsKey(b)))
                Search(batch, sources, bug, right, programs);
            programs += sources.Count;
        }

        foreach (PlantedBug bug in BugTable.Rows)
            Console.WriteLine($"{bug.Name,-50} {_found.GetValueOrDefault(bug) ?? $"NOT FOUND in {programs} programs, {_changed.GetValueOrDefault(bug)} with other code"}");
        Console.WriteLine($"planted bugs {BugTable.Rows.Count}, found {_found.Count}, programs {programs}");
        return _found.Count == BugTable.Rows.Count ? 0 : 1;
    }

    private void Search(Batch batch, IReadOnlyList<ProgramSource> sources, PlantedBug bug, IReadOnlyDictionary<string, byte[]> right, int before)
    {
        (IReadOnlyDictionary<string, byte[]> objects, IReadOnlyDictionary<string, string> refused) = batch.Recompile(new PlantedHooks(bug));
        foreach (ProgramSource source in sources.Where(s => right.ContainsKey(s.Name)))
        {
            int number = before + source.Index - sources[0].Index + 1;
            if (!objects.TryGetValue(source.Name, out byte[]? elf))
            {
                Found(bug, number, $"not compiled: {refused.GetValueOrDefault(source.Name)}");
                return;
            }

            // Equal code can't compute anything else.
            if (elf.AsSpan().SequenceEqual(right[source.Name]))
                continue;
            _changed[bug] = _changed.GetValueOrDefault(bug) + 1;
            byte[][] packets = RandomPackets.Of(source.Seed, options.Inputs, source.IsTc);
            if (Trial.Run(batch.Assembly!, source, packets, 0, elf) is not { Kind: not OutcomeKind.Equal } outcome || Trial.Run(batch.Assembly!, source, packets, 0).Kind != OutcomeKind.Equal)
                continue;
            Found(bug, number, $"{outcome.Kind}: {outcome.Text}");
            return;
        }
    }

    private void Found(PlantedBug bug, int number, string how)
    {
        string text = how.Split('\n')[0];
        _found[bug] = $"after {number,4} programs, {_changed.GetValueOrDefault(bug),3} with other code; {text[..Math.Min(90, text.Length)]}";
        Console.WriteLine($"found: {bug.Name}: {_found[bug]}");
    }

    private sealed class NoHooks : CompilationHooks
    {
        public override string Key => "";
    }
}
