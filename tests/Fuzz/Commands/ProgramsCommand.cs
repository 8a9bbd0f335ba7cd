using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using BpfSharp.Fuzz.Coverage;
using BpfSharp.Fuzz.Inputs;
using BpfSharp.Fuzz.Running;
using BpfSharp.Fuzz.Writing;

namespace BpfSharp.Fuzz.Commands;

/// <summary>Random programs by .NET and by the kernel: what the whole tool is for.</summary>
internal sealed class ProgramsCommand(Options options)
{
    private readonly CoverageLedger _coverage = new();
    private readonly ProgramsReport _report = new();
    private readonly Failures _failures = new(options);
    private readonly Lock _console = new();

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
        _report.Print(Console.Out);
        Console.WriteLine($"(failures in {_failures.Folder}; {StageTimes.Describe()}; {_report.Programs / Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} programs/s)");
        Console.WriteLine($"programs {_report.Programs}, inputs {options.Inputs}, mismatches {_report.Mismatches}, refused {_report.Refused}, not compiled {_report.NotCompiled}, features {_coverage.Percent}%");
        return _report.Mismatches == 0 && _report.Refused == 0 && _report.NotCompiled * 100 <= _report.Programs && _coverage.Percent >= 95 ? 0 : 1;
    }

    private void Work(ProgramFeed feed, int cpu)
    {
        Cpu.Bind(cpu);
        while (feed.Next(() => Remaining() > 0) is { } sources)
        {
            if (options.Only is { } only)
            {
                if (sources[0].Index > only)
                    return;
                sources = [.. sources.Where(s => s.Index == only)];
                if (sources.Count == 0)
                    continue;
            }

            string target = ProgramFeed.TargetOf(sources[0].Index);
            var hooks = new CoverageHooks();
            using Batch batch = Batch.Compile(sources, target, hooks);
            hooks.AddTo(_coverage);
            // Binding all of it once more is dear, and what is reached is reached often.
            if (sources[0].Index / sources.Count % 4 == 0)
                OperationWalk.AddTo(_coverage, batch.Source);
            lock (_report)
                _report.Invalid += batch.Invalid.Count;
            foreach (ProgramSource source in sources)
                Try(batch, source, target, hooks, cpu);
        }
    }

    private int Remaining()
    {
        lock (_report)
            return options.Programs - _report.Programs;
    }

    private void Try(Batch batch, ProgramSource source, string target, CoverageHooks hooks, int cpu)
    {
        if (batch.Invalid.TryGetValue(source.Name, out string? error))
        {
            if (options.Verbose)
                Say($"invalid: {error}");
            return;
        }

        lock (_report)
        {
            if (_report.Programs == options.Programs)
                return;
            _report.Programs++;
        }

        if (batch.NotCompiled.TryGetValue(source.Name, out string? reason))
        {
            lock (_report)
            {
                _report.NotCompiled++;
                string id = DiagnosticIds.In(reason);
                _report.Refusals[id] = _report.Refusals.GetValueOrDefault(id) + 1;
            }

            Say($"not compiled: {reason}");
            _failures.Write(source, reason, []);
            return;
        }

        Outcome outcome = Trial.Run(batch.Assembly!, source, RandomPackets.Of(source.Seed, options.Inputs, source.IsTc), cpu, selfCheck: options.SelfCheck);
        lock (_report)
        {
            _report.Runs += outcome.Runs;
            _report.Clean += outcome.Clean;
            if (hooks.Estimates.TryGetValue(source.Name, out double estimate))
                _report.AddEstimate(source.Name, estimate, outcome.Walked);
            _report.Refused += outcome.Kind == OutcomeKind.Refused ? 1 : 0;
            _report.Mismatches += outcome.Kind is OutcomeKind.Mismatch or OutcomeKind.Crashed ? 1 : 0;
        }

        if (outcome.Kind == OutcomeKind.Equal)
            return;
        Say($"{source.Name}: {outcome.Kind}: {outcome.Text[..Math.Min(600, outcome.Text.Length)]}");
        _failures.Write(source, outcome.Text, outcome.Packets);
        if (options.Shrink)
            Say($"{source.Name}: {_failures.Shrink(source, outcome, target, cpu) ?? "could not be repeated for shrinking"}");
    }

    private void Say(string line)
    {
        lock (_console)
            Console.WriteLine(line);
    }
}
