using System.IO;
using System.Linq;
using BpfSharp.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace BpfSharp.Generator.Tests.Api;

/// <summary>Functions that travel in an assembly, and programs of another assembly that call them.</summary>
public sealed class LibraryTests
{
    private const string Library = """
        using BpfSharp;

        namespace Lib;

        public static class Numbers
        {
            [BpfFunction]
            public static uint Twice(uint n) => Add(n, n);

            private static uint Add(uint a, uint b) => a + b;

            public static string NotExported() => new('x', 3);
        }
        """;

    private const string User = """
        using BpfSharp;

        public static partial class P
        {
            static uint s_n;

            [XdpProgram]
            public static XdpAction Main(XdpContext ctx)
            {
                s_n = Lib.Numbers.Twice(s_n);
                return XdpAction.Pass;
            }
        }
        """;

    [Fact]
    public void Exported_function_travels_with_its_private_callees()
    {
        GeneratorRun run = new(TestCompilation.Of(Library));
        Assert.Empty(run.Diagnostics);
        string text = (string)Bodies(run).ConstructorArguments[0].Value!;
        Assert.StartsWith(Compiler.Ir.IrPrinter.Header + "\n", text);
        Assert.Contains("Lib.Numbers.Twice", text);
        Assert.Contains("Lib.Numbers.Add", text);
        Assert.DoesNotContain("NotExported", text);
    }

    [Fact]
    public void Program_of_another_assembly_calls_it()
    {
        CSharpCompilation user = TestCompilation.Of(User).AddReferences(Emit(new GeneratorRun(TestCompilation.Of(Library))));
        GeneratorRun run = new(user);
        Assert.Empty(run.Diagnostics);
        Assert.NotEmpty(EmbeddedObject.Of(run, "P").Programs[0].Instructions);
    }

    [Fact]
    public void Function_that_is_not_exported_is_refused()
    {
        CSharpCompilation user = TestCompilation.Of(User).AddReferences(Emit(new GeneratorRun(TestCompilation.Of(Library.Replace("[BpfFunction]", "")))));
        Diagnostic error = Assert.Single(new GeneratorRun(user).Diagnostics);
        Assert.Equal("BPF0001", error.Id);
        Assert.Contains("BPF1017", error.GetMessage());
    }

    [Fact]
    public void Library_that_cannot_be_compiled_is_an_error()
    {
        GeneratorRun run = new(TestCompilation.Of(Library.Replace("Add(n, n)", "(uint)(n * 2.0)")));
        Diagnostic error = Assert.Single(run.Diagnostics);
        Assert.Equal("BPF0001", error.Id);
        Assert.Contains("BPF1001", error.GetMessage());
    }

    [Fact]
    public void Assembly_without_exported_functions_has_no_bodies() =>
        Assert.DoesNotContain(new GeneratorRun(TestCompilation.Of(Samples.Other)).Output.Assembly.GetAttributes(), static a => a.AttributeClass?.Name == "BpfBodiesAttribute");

    [Theory]
    [InlineData("Packed", true)]
    [InlineData("Loose", false)]
    [InlineData("Overlaid", true)]
    [InlineData("Gapped", false)]
    public void Layout_of_a_key_is_that_of_its_assembly(string key, bool isRight)
    {
        MetadataReference library = Emit(new GeneratorRun(TestCompilation.Of("""
            using System.Runtime.InteropServices;
            [StructLayout(LayoutKind.Sequential, Pack = 1)] public struct Packed { public byte A; public uint B; }
            public struct Loose { public byte A; public uint B; }
            [StructLayout(LayoutKind.Explicit)] public struct Overlaid { [FieldOffset(0)] public uint A; [FieldOffset(0)] public uint B; }
            [StructLayout(LayoutKind.Explicit)] public struct Gapped { [FieldOffset(0)] public uint A; [FieldOffset(8)] public uint B; }
            """)));
        CSharpCompilation user = TestCompilation.Of(Samples.Class($"static readonly HashMap<{key}, uint> M = new(1);")).AddReferences(library);
        Assert.Equal(isRight, new GeneratorRun(user).Diagnostics.IsEmpty);
    }

    private static AttributeData Bodies(GeneratorRun run) => Assert.Single(run.Output.Assembly.GetAttributes(), static a => a.AttributeClass?.Name == "BpfBodiesAttribute");

    private static MetadataReference Emit(GeneratorRun run)
    {
        using var image = new MemoryStream();
        EmitResult result = run.Output.WithAssemblyName("Lib").Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Select(static d => d.ToString())));
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
