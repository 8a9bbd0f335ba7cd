using System;
using System.Globalization;

namespace BpfSharp.Fuzz;

/// <summary>The command line.</summary>
internal sealed record Options
{
    public int Programs { get; init; } = 200;

    public int Seed { get; init; } = 1;

    /// <summary>Packets a program.</summary>
    public int Inputs { get; init; } = 20;

    /// <summary>Threads, each bound to a CPU of its own.</summary>
    public int Jobs { get; init; } = Math.Min(2, Environment.ProcessorCount);

    /// <summary>Only this program of the run; the ones before are written, for they weigh in what is written next.</summary>
    public int? Only { get; init; }

    /// <summary>The run begins with this program, as <see cref="Only"/> does: it goes on where one before was stopped.</summary>
    public int From { get; init; }

    /// <summary>How many mutants of C#.</summary>
    public int? Frontend { get; init; }

    /// <summary>A mutant of C# to try instead of new ones.</summary>
    public string? Mutant { get; init; }

    /// <summary>How many mutants of what the loader reads.</summary>
    public int? Loader { get; init; }

    /// <summary>A program class to run instead of random ones.</summary>
    public string? File { get; init; }

    /// <summary>Lowest kernel of <see cref="File"/>, or of all programs of a run; null: 6.1, or several in turn.</summary>
    public string? Target { get; init; }

    /// <summary>Where a run leaves the objects of its programs, to be loaded by other kernels.</summary>
    public string? Objects { get; init; }

    /// <summary>Prints what passes make of <see cref="File"/>.</summary>
    public bool Dump { get; init; }

    public bool Planted { get; init; }

    /// <summary>A pass that is left out, or "each": one after the other.</summary>
    public string? Skip { get; init; }

    public bool SelfCheck { get; init; }

    public bool Verbose { get; init; }

    public bool Shrink { get; init; } = true;

    public static Options Parse(string[] args)
    {
        var options = new Options();
        for (int i = 0; i < args.Length; i++)
        {
            string Text() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} wants a value");
            int Number() => int.Parse(Text(), CultureInfo.InvariantCulture);
            options = args[i] switch
            {
                "--programs" => options with { Programs = Number() },
                "--seed" => options with { Seed = Number() },
                "--inputs" => options with { Inputs = Number() },
                "--jobs" => options with { Jobs = Number() },
                "--only" => options with { Only = Number() },
                "--from" => options with { From = Number() },
                "--frontend" => options with { Frontend = Number() },
                "--mutant" => options with { Mutant = Text() },
                "--loader" => options with { Loader = Number() },
                "--skip" => options with { Skip = Text() },
                "--file" => options with { File = Text() },
                "--objects" => options with { Objects = Text() },
                "--target" => options with { Target = Text() },
                "--dump" => options with { Dump = true },
                "--planted" => options with { Planted = true },
                "--self-check" => options with { SelfCheck = true },
                "--verbose" => options with { Verbose = true },
                "--no-shrink" => options with { Shrink = false },
                _ => throw new ArgumentException($"no such option: {args[i]} (docs/fuzzing.md has them)"),
            };
        }

        return options;
    }
}
