using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Verifier.Walk;
using BpfSharp.Fuzz.Coverage;
using BpfSharp.Fuzz.Inputs;
using BpfSharp.Fuzz.Running;
using BpfSharp.Fuzz.Segments;
using BpfSharp.Fuzz.Writing;

namespace BpfSharp.Fuzz.Commands;

/// <summary>Random programs by .NET and by the kernel: what the whole tool is for.</summary>
internal sealed class ProgramsCommand(Options options)
{
    private readonly CoverageLedger _coverage = new();
    private readonly Failures _failures = new(options);
    private readonly Lock _console = new();

    public ProgramsReport Report { get; } = new();

    public int Run()
    {
        long start = Stopwatch.GetTimestamp();
        var feed = new ProgramFeed(options.Seed, _coverage.Features);
        Exception? failure = null;
        var threads = Enumerable.Range(0, options.Jobs).Select(cpu => new Thread(() =>
        {
            try
            {
                Work(feed, cpu);
            }
            catch (Exception e)
            {
                failure ??= e;
            }
        }, maxStackSize: 16 << 20)).ToArray();
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        if (failure is not null)
            throw new InvalidOperationException("a thread of the run ended", failure);

        _coverage.Print(Console.Out, options.Verbose);
        Report.Print(Console.Out);
        Console.WriteLine($"(failures in {_failures.Folder}; {StageTimes.Describe()}, garbage {GC.GetTotalPauseDuration().TotalSeconds:0.0} s in {GC.CollectionCount(0)}; {Report.Programs / Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} programs/s)");
        Console.WriteLine($"programs {Report.Programs}, inputs {options.Inputs}, mismatches {Report.Mismatches}, refused {Report.Refused}, not compiled {Report.NotCompiled}, features {_coverage.Percent}%");
        return Report.Mismatches == 0 && Report.Refused == 0 && Report.NotCompiled * 100 <= Report.Programs && _coverage.Percent >= 95 ? 0 : 1;
    }

    private void Work(ProgramFeed feed, int cpu)
    {
        Cpu.Bind(cpu);
        using SegmentLink link = SegmentLink.Open();
        while (feed.Next(() => Remaining() > 0) is { } sources)
        {
            if (options.Only < sources[0].Index)
                return;
            sources = [.. sources.Where(s => s.Index >= options.From && s.Index == (options.Only ?? s.Index))];
            if (sources.Count == 0)
                continue;

            string target = options.Target ?? ProgramFeed.TargetOf(sources[0].Index);
            var hooks = new CoverageHooks(Skipped(sources[0].Index / sources.Count));
            using Batch batch = Batch.Compile(sources, target, hooks);
            hooks.AddTo(_coverage);
            // Binding all of it once more is dear.
            if (!_coverage.HasAllOperations)
                StageTimes.Measure("operations", () => OperationWalk.AddTo(_coverage, batch.Source));
            lock (Report)
                Report.Invalid += batch.Invalid.Count;
            foreach (ProgramSource source in sources)
                Try(batch, source, target, hooks, cpu);
            if (options.Verbose)
                Say($"after {Report.Programs} programs: mismatches {Report.Mismatches}, refused {Report.Refused}, not compiled {Report.NotCompiled}");
        }
    }

    // Each batch without another pass: .NET is the judge of all, so that they are compared with each other.
    private string? Skipped(int batch) => options.Skip == "each" ? PassPipeline.OptionalNames[batch % PassPipeline.OptionalNames.Count] : options.Skip;

    private int Remaining()
    {
        lock (Report)
            return options.Programs - Report.Programs;
    }

    private void Try(Batch batch, ProgramSource source, string target, CoverageHooks hooks, int cpu)
    {
        if (batch.Invalid.TryGetValue(source.Name, out string? error))
        {
            if (options.Verbose)
                Say($"invalid: {error}");
            return;
        }

        lock (Report)
        {
            if (Report.Programs == options.Programs)
                return;
            Report.Programs++;
        }

        if (batch.NotCompiled.TryGetValue(source.Name, out string? reason))
        {
            lock (Report)
            {
                Report.NotCompiled++;
                string id = DiagnosticIds.In(reason);
                Report.Refusals[id] = Report.Refusals.GetValueOrDefault(id) + 1;
            }

            Say($"not compiled: {reason}");
            _failures.Write(source, reason, []);
            return;
        }

        if (options.Objects is { } folder)
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(folder).FullName, source.Name + ".o"), batch.ObjectOf(source));
        Outcome outcome = Trial.Run(batch.Assembly!, source, RandomPackets.Of(source.Seed, options.Inputs, source.IsTc), cpu, selfCheck: options.SelfCheck);
        hooks.Walks.TryGetValue(source.Name, out WalkResult? walk);
        lock (Report)
        {
            Report.Runs += outcome.Runs;
            Report.Clean += outcome.Clean;
            Report.Segments += outcome.Segments;
            if (walk is not null)
                Report.Work.Add(source.Name, walk, outcome);
            Report.Refused += outcome.Kind == OutcomeKind.Refused ? 1 : 0;
            Report.Mismatches += outcome.Kind is OutcomeKind.Mismatch or OutcomeKind.Crashed ? 1 : 0;
        }

        if (options.Verbose && walk is { End: WalkEnd.Complete } && outcome.Walked != 0 && outcome.Walked != walk.Instructions)
        {
            Say($"{source.Name}: {walk.Instructions} foreseen, {outcome.Walked} walked");
            _failures.Write(source, $"{walk.Instructions} foreseen, {outcome.Walked} walked", []);
        }

        if (outcome.Kind == OutcomeKind.Equal)
            return;
        Say($"{source.Name}: {outcome.Kind}: {outcome.Text[..Math.Min(600, outcome.Text.Length)]}");
        _failures.Write(source, outcome.Text, outcome.Packets);
        if (options.Shrink)
            Say($"{source.Name}: {_failures.Shrink(source, outcome, target, cpu, hooks) ?? "could not be repeated for shrinking"}");
    }

    private void Say(string line)
    {
        lock (_console)
            Console.WriteLine(line);
    }
}
