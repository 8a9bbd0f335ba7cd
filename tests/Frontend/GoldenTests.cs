using System;
using System.IO;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Tests.Support;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace BpfSharp.Frontend.Tests;

/// <summary>C# in, IR out, as files to read. <c>BPFSHARP_UPDATE_GOLDEN=1</c> writes them anew; read the difference before it is committed.</summary>
public class GoldenTests
{
    public static TheoryData<string> Names => new(Directory.GetFiles(Folder(), "*.cs").Select(static f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Ir_is_as_written(string name)
    {
        string source = File.ReadAllText(Path.Combine(Folder(), name + ".cs"));
        CSharpCompilation compilation = Lowered.Compile("using System; using System.Runtime.CompilerServices; using BpfSharp;\n" + source);
        LoweringResult result = Lowered.ProgramClasses(compilation).Any() ? Lowered.ProgramClass(compilation) : BpfFrontend.LowerLibrary(compilation)!;
        Assert.Equal("", Lowered.Problems(result));
        string actual = IrPrinter.Print(result.Module, withSpans: false);
        string golden = Path.Combine(Folder(), name + ".ir");
        if (Environment.GetEnvironmentVariable("BPFSHARP_UPDATE_GOLDEN") == "1")
            File.WriteAllText(golden, actual);
        Assert.Equal(File.ReadAllText(golden), actual);
    }

    private static string Folder() => Path.Combine(Support.References.Repository, "tests/Frontend/Golden");
}
