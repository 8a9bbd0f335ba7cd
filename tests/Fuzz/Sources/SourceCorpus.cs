using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BpfSharp.Fuzz.Writing;

namespace BpfSharp.Fuzz.Sources;

/// <summary>C# to be damaged: this repository's own files that are about programs, and what the writer writes.</summary>
internal sealed class SourceCorpus
{
    // Files that use much that is not in the subset are as good as programs: what is refused has to be refused well.
    private static readonly string[] s_folders =
        ["tests/Kernel/Differential/Programs", "tests/Kernel/Skb", "tests/Language", "samples", "runtime/BpfSharp/Protocols", "runtime/BpfSharp/Maps", "runtime/BpfSharp/Contexts", "runtime/BpfSharp.Testing", "src/BpfSharp.Object", "tests/Fuzz"];

    private SourceCorpus(IReadOnlyList<string> files) => Files = files;

    public IReadOnlyList<string> Files { get; }

    public static SourceCorpus Read()
    {
        var files = new List<string>();
        string root = FindRoot();
        foreach (string folder in s_folders.Select(f => Path.Combine(root, f)).Where(Directory.Exists))
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                if (!file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && new FileInfo(file).Length < 20_000)
                    files.Add(File.ReadAllText(file));
            }
        }

        var features = new Coverage.CoverageArea("language features", []);
        for (int i = 0; i < 60; i++)
            files.Add(ProgramWriter.Write("Written", i, features, new Version(6, 12)) + string.Join("\n", SharedTypes.Text.Split('\n').Where(static l => !l.StartsWith("using", StringComparison.Ordinal))));
        return new SourceCorpus(files);
    }

    private static string FindRoot()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Generator.sln")))
                return folder;
        }

        return Directory.GetCurrentDirectory();
    }
}
