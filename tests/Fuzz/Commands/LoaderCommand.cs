using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using BpfSharp.Compiler.Testing;
using BpfSharp.Fuzz.Coverage;
using BpfSharp.Fuzz.Parsers;
using BpfSharp.Fuzz.Running;

namespace BpfSharp.Fuzz.Commands;

/// <summary>Damaged objects, BTF, logs and netlink messages: only declared exceptions, and time and memory that the input's size bounds.</summary>
internal sealed class LoaderCommand(Options options)
{
    // A busy machine takes a thread's time; what is slow again and again is slow.
    private const int Repetitions = 3;
    // The reader takes a .bss of 64 MB, which has no bytes in the file.
    private const long AllowedBytes = 80 << 20;
    private const long AllowedBytesPerByte = 256;
    private static readonly TimeSpan s_allowed = TimeSpan.FromMilliseconds(200);

    private readonly SortedDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly Failures _folder = new(options);
    private readonly Lock _lock = new();
    private long _inputs;

    public int Run()
    {
        IReadOnlyList<Parser> parsers = ParserTable.Rows(Objects());
        Parser[] broken = [.. parsers.Where(p => p.Seeds.Any(s => Try(p, s) is not null))];
        if (broken.Length > 0)
            throw new InvalidOperationException("right inputs are refused: " + string.Join(", ", broken.Select(static p => p.Name)));

        int each = Math.Max(1, options.Loader!.Value / options.Jobs);
        Thread[] threads = [.. Enumerable.Range(0, options.Jobs).Select(job => new Thread(() => Work(parsers, new Random(unchecked(options.Seed * 31 + job)), each)))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        foreach ((string failure, int count) in _failures)
            Console.WriteLine($"{count,8} {failure}");
        Console.WriteLine($"loader inputs {_inputs}, parsers {parsers.Count}, failures {_failures.Values.Sum()}");
        return _failures.Count == 0 ? 0 : 1;
    }

    private static byte[][] Objects()
    {
        var feed = new ProgramFeed(1, new CoverageArea("language features", []));
        using Batch batch = Batch.Compile(feed.Next(static () => true)!, "6.1");
        return [.. batch.Recompile(new Plain()).Objects.Values.OrderBy(static o => o.Length).Take(6)];
    }

    private void Work(IReadOnlyList<Parser> parsers, Random random, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Parser parser = parsers[i % parsers.Count];
            byte[] bytes = ByteMutator.Mutate(random, parser.Seeds);
            Interlocked.Increment(ref _inputs);
            if (Try(parser, bytes) is not { } failure)
                continue;
            lock (_lock)
            {
                if (!_failures.TryGetValue($"{parser.Name}: {failure}", out int before))
                    Console.WriteLine($"{parser.Name}: {failure}: {_folder.Write($"{parser.Name} {_failures.Count}", bytes)}");
                _failures[$"{parser.Name}: {failure}"] = before + 1;
            }
        }
    }

    private static string? Try(Parser parser, byte[] bytes)
    {
        string? failure = null;
        for (int i = 0; i < Repetitions; i++)
        {
            failure = TryOnce(parser, bytes);
            if (failure is null or not ("slow" or "large"))
                return failure;
        }

        return failure;
    }

    private static string? TryOnce(Parser parser, byte[] bytes)
    {
        long memory = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        try
        {
            parser.Read(bytes);
        }
        catch (Exception e) when (parser.Declared.Contains(e.GetType()))
        {
            // A refusal in the parser's own words.
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name} {e.StackTrace?.Split('\n')[0].Trim()}";
        }

        if (GC.GetAllocatedBytesForCurrentThread() - memory > AllowedBytes + AllowedBytesPerByte * bytes.Length)
            return "large";
        return Stopwatch.GetElapsedTime(start) > s_allowed ? "slow" : null;
    }

    private sealed class Plain : CompilationHooks
    {
        public override string Key => "";
    }
}
