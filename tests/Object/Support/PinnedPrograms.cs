using System;
using System.IO;
using System.Text.RegularExpressions;

namespace BpfSharp.Object.Tests.Support;

/// <summary>Programs of an object file, loaded by bpftool (libbpf) and pinned; gone after the test.</summary>
internal sealed partial class PinnedPrograms : IDisposable
{
    private const string FileSystem = "/sys/fs/bpf";

    private readonly string _folder = Path.Combine(FileSystem, $"bpfsharp-{Guid.NewGuid():N}");

    private PinnedPrograms()
    {
    }

    /// <summary>What bpftool said while loading.</summary>
    public string Output { get; private set; } = "";

    /// <summary>Skips the test where bpftool or root is absent; fails it where bpftool refuses the object.</summary>
    public static PinnedPrograms Load(string file)
    {
        Tool.Require("bpftool");
        Tool.RequireBpf();
        if (!Directory.Exists(FileSystem))
            Tool.Skip($"{FileSystem} is not there.");
        var programs = new PinnedPrograms();
        try
        {
            programs.Output = Tool.Run("bpftool", "prog", "loadall", file, programs._folder);
            return programs;
        }
        catch
        {
            programs.Dispose();
            throw;
        }
    }

    public string Pin(string program) => Path.Combine(_folder, program);

    /// <summary>Runs a program on 64 zero bytes.</summary>
    public int Run(TemporaryFolder folder, string program)
    {
        string packet = folder.Write("packet", new byte[64]);
        string output = Tool.Run("bpftool", "prog", "run", "pinned", Pin(program), "data_in", packet);
        return int.Parse(ReturnValue().Match(output).Groups[1].Value);
    }

    public string Dump(string program, params string[] options) => Tool.Run("bpftool", ["prog", "dump", "xlated", "pinned", Pin(program), .. options]);

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"Return value: (\d+)")]
    private static partial Regex ReturnValue();
}
