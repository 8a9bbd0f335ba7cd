using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Fuzz.Sources;

namespace BpfSharp.Fuzz.Commands;

/// <summary>Damaged C# through generator and analyzers: no exception, no flood of diagnostics, and an end.</summary>
internal sealed class FrontendCommand(Options options)
{
    private readonly SortedDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly Failures _folder = new(options);
    private readonly Lock _lock = new();
    private int _next;
    private int _withPrograms;
    private TimeSpan _slowest;

    public int Run()
    {
        var corpus = SourceCorpus.Read();
        Thread[] threads = [.. Enumerable.Range(0, options.Jobs).Select(_ => new Thread(() => Work(corpus), maxStackSize: 16 << 20))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        foreach ((string failure, int count) in _failures)
            Console.WriteLine($"{count,8} {failure}");
        Console.WriteLine($"(files {corpus.Files.Count}, mutants with programs {_withPrograms}, slowest {_slowest.TotalSeconds:0.00} s; failures in {_folder.Folder})");
        Console.WriteLine($"frontend mutants {options.Frontend}, failures {_failures.Values.Sum()}");
        return _failures.Count == 0 ? 0 : 1;
    }

    private void Work(SourceCorpus corpus)
    {
        for (int i; (i = Interlocked.Increment(ref _next) - 1) < options.Frontend;)
        {
            string text = SourceMutator.Mutate(new Random(unchecked(options.Seed * 1_000_003 + i)), corpus);
            MutantResult result = MutantRun.Run(text);
            lock (_lock)
            {
                _withPrograms += result.Programs > 0 ? 1 : 0;
                _slowest = result.Time > _slowest ? result.Time : _slowest;
                if (result.Failure is not { } failure)
                    continue;
                if (!_failures.TryGetValue(failure, out int before))
                    Console.WriteLine($"mutant {i}: {failure}");
                _failures[failure] = before + 1;
                if (before < 3)
                    _folder.Write(new Running.ProgramSource(i, $"Mutant{i}", text, options.Seed), failure, []);
            }
        }
    }
}
