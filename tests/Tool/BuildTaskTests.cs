using System;
using System.IO;
using BpfSharp.Object.Tests.Support;
using BpfSharp.Objects.Elf;
using BpfSharp.Tool.Tests.Support;
using Xunit;

namespace BpfSharp.Tool.Tests;

/// <summary>The build task and the tool on an assembly that a real build made.</summary>
public sealed class BuildTaskTests
{
    private static readonly byte[] s_full = BpfObjectWriter.Write(SampleObjects.Full());
    private static readonly byte[] s_minimal = BpfObjectWriter.Write(SampleObjects.Minimal());

    [Fact]
    public void Object_files_follow_the_program_classes()
    {
        using var project = new BuiltProject();
        project.Write(("Ns.Edge", s_full), ("Ns.Inner.Pass", s_minimal));
        project.Build();
        Assert.Equal(["Ns.Edge.bpf.o", "Ns.Inner.Pass.bpf.o"], project.Objects);
        string edge = Path.Combine(project.OutputFolder, "Ns.Edge.bpf.o");
        string pass = Path.Combine(project.OutputFolder, "Ns.Inner.Pass.bpf.o");
        Assert.Equal(s_full, File.ReadAllBytes(edge));
        Assert.Equal(s_minimal, File.ReadAllBytes(pass));

        // Another class changes, and one goes: the file of the first is not written again, the file of the second is deleted.
        DateTime before = File.GetLastWriteTimeUtc(edge);
        project.Write(("Ns.Edge", s_full), ("Ns.Other", s_minimal));
        project.Build();
        Assert.Equal(["Ns.Edge.bpf.o", "Ns.Other.bpf.o"], project.Objects);
        Assert.Equal(before, File.GetLastWriteTimeUtc(edge));

        // A build with nothing to do brings back a file that went missing.
        File.Delete(edge);
        project.Build();
        Assert.Equal(s_full, File.ReadAllBytes(edge));

        project.Clean();
        Assert.Empty(project.Objects);
    }

    [Fact]
    public void The_tool_finds_the_objects_of_an_assembly()
    {
        using var project = new BuiltProject();
        project.Write(("Ns.Edge", s_full), ("Ns.Inner.Pass", s_minimal));
        project.Build();

        string list = CommandLine.Run("list", project.Assembly).Output;
        Assert.Contains("Ns.Edge (license GPL, target kernel 6.1,", list);
        Assert.Contains("Ns.Inner.Pass (license Dual MIT/GPL, ", list);
        Assert.Contains("Ns.Inner.Pass: pass (xdp)\n     0: r0 = 2\n     1: exit\n", CommandLine.Run("disasm", project.Assembly, "-p", "pass").Output);

        string folder = Path.Combine(project.OutputFolder, "extracted");
        CommandLine extract = CommandLine.Run("extract", project.Assembly, "-o", folder);
        Assert.Equal($"{Path.Combine(folder, "Ns.Edge.bpf.o")}\n{Path.Combine(folder, "Ns.Inner.Pass.bpf.o")}\n", extract.Output);
        Assert.Equal(s_full, File.ReadAllBytes(Path.Combine(folder, "Ns.Edge.bpf.o")));
    }

    [Theory]
    [InlineData("Ns.Absent", "The type 'Ns.AbsentObjectCode' with the constant Base64")]
    [InlineData("../Ns.Absent", "names '../Ns.Absent', which is no class")]
    public void An_assembly_that_names_an_object_it_lacks_is_an_error(string name, string message)
    {
        using var project = new BuiltProject();
        project.Write((name, []));
        (int code, string output) = project.TryBuild();
        Assert.NotEqual(0, code);
        Assert.Contains("error BPF9001", output);
        Assert.Contains(message, output);
    }
}
