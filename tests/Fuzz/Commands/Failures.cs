using System;
using System.IO;
using System.Linq;
using BpfSharp.Fuzz.Running;

namespace BpfSharp.Fuzz.Commands;

/// <summary>The folder of a run's failing programs.</summary>
internal sealed class Failures(Options options)
{
    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"bpfsharp-fuzz-{options.Seed}");

    /// <summary>Writes the class, with the report and the packets as a comment.</summary>
    public void Write(ProgramSource source, string report, byte[][] packets)
    {
        Directory.CreateDirectory(Folder);
        string comment = report.Replace("*/", "* /", StringComparison.Ordinal) + "\n" + string.Join("\n", packets.Select(Convert.ToHexString));
        File.WriteAllText(Path.Combine(Folder, source.Name + ".cs"), $"{source.Text}/*\n{comment}\n*/\n");
    }
}
