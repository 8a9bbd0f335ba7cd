using System;
using System.IO;
using System.Linq;
using BpfSharp.Compiler.Testing;
using BpfSharp.Fuzz.Running;
using BpfSharp.Fuzz.Shrinking;

namespace BpfSharp.Fuzz.Commands;

/// <summary>The folder of a run's failing programs.</summary>
internal sealed class Failures(Options options)
{
    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"bpfsharp-fuzz-{options.Seed}");

    /// <summary>Shrinks a failure and writes it as a test.</summary>
    public string? Shrink(ProgramSource source, Outcome outcome, string target, int cpu, CompilationHooks? hooks = null)
    {
        if (Shrinker.Run(source, outcome, target, cpu, hooks, TimeSpan.FromMinutes(5)) is not { } shrunk)
            return null;
        string file = Path.Combine(Directory.CreateDirectory(Folder).FullName, source.Name + ".test.cs");
        File.WriteAllText(file, RegressionText.Of(shrunk, source.Name, outcome.Text));
        return $"{file}: {shrunk.Text.Split('\n').Length} lines after {shrunk.Tried} tries";
    }

    /// <summary>Writes an input of a parser.</summary>
    /// <returns>The file.</returns>
    public string Write(string name, byte[] bytes)
    {
        string file = Path.Combine(Directory.CreateDirectory(Folder).FullName, name + ".bin");
        File.WriteAllBytes(file, bytes);
        return file;
    }

    /// <summary>Writes the class, with the report and the packets as a comment.</summary>
    public void Write(ProgramSource source, string report, byte[][] packets)
    {
        Directory.CreateDirectory(Folder);
        string comment = report.Replace("*/", "* /", StringComparison.Ordinal) + "\n" + string.Join("\n", packets.Select(Convert.ToHexString));
        File.WriteAllText(Path.Combine(Folder, source.Name + ".cs"), $"{source.Text}/*\n{comment}\n*/\n");
    }
}
