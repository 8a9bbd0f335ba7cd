using System;
using System.IO;
using BpfSharp.Fuzz.Sources;

namespace BpfSharp.Fuzz.Commands;

/// <summary>One file of damaged C#, as <c>--frontend</c> left it, once more.</summary>
internal sealed class MutantCommand(Options options)
{
    public int Run()
    {
        MutantResult result = MutantRun.Run(File.ReadAllText(options.Mutant!));
        Console.WriteLine(result.Failure ?? $"no failure, {result.Programs} files generated");
        return result.Failure is null ? 0 : 1;
    }
}
