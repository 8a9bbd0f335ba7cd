using System;
using System.Linq;
using BpfSharp.Compiler;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Frontend.Library;
using BpfSharp.Frontend.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace BpfSharp.Frontend.Tests;

public class LibraryTests
{
    private const string Library = """
        using System.Runtime.CompilerServices; using System.Runtime.InteropServices; using BpfSharp;
        namespace Lib;
        public static class Math2
        {
            [BpfFunction] public static T Pick<T>(T a, T b, bool first) where T : unmanaged => first ? Same(a) : b;
            [BpfFunction] public static long Weigh(in Odd odd) => odd.A + odd.B * 2 + odd.Rest;
            private static T Same<T>(T a) where T : unmanaged => a;
            public static int NotExported(int x) => x;
        }
        [BpfFunction, StructLayout(LayoutKind.Sequential, Pack = 1)] public struct Odd { public byte A; public long B; public int Rest { get; set; } private short _hidden; public Odd(byte a) { A = a; B = 7; _hidden = 2; } public int Hidden => _hidden; }
        [StructLayout(LayoutKind.Explicit, Size = 24)] public struct Union { [FieldOffset(8)] public int X; [FieldOffset(10)] public short Y; }
        """;

    private const string Program = """
        using BpfSharp; using Lib;
        public static partial class P
        {
            [XdpProgram] public static XdpAction Run(XdpContext ctx)
            {
                var odd = new Odd(3) { Rest = 4 };
                Union u = default; u.Y = 5;
                long w = Math2.Weigh(in odd) + Math2.Pick(1L, 2, u.X != 0) + Math2.Pick(odd, odd, true).Hidden;
                return w > 3 ? XdpAction.Pass : XdpAction.Drop;
            }
        }
        """;

    [Fact]
    public void A_program_calls_what_a_referenced_assembly_exports()
    {
        LoweringResult bodies = BpfFrontend.LowerLibrary(Lowered.Compile(Library, "Lib"))!;
        Assert.Equal("", Lowered.Problems(bodies));
        // Private callees travel, others stay at home.
        Assert.Contains("M:Lib.Math2.Same``1(``0)", bodies.Module.Functions.Keys);
        Assert.DoesNotContain("M:Lib.Math2.NotExported(System.Int32)", bodies.Module.Functions.Keys);

        MetadataReference reference = References.Emit(Lowered.Compile(Library, "Lib"), bodies);
        CSharpCompilation compilation = Lowered.Compile(Program, more: [reference]);
        LoweringResult result = Lowered.ProgramClass(compilation);
        Assert.Equal("", Lowered.Problems(result));
        LibraryBodies libraries = BpfFrontend.ReadLibraries(compilation);
        Assert.Empty(libraries.Unreadable);
        Assert.Contains(libraries.Modules, static m => m.Functions.ContainsKey("M:Lib.Math2.Pick``1(``0,``0,System.Boolean)"));

        var compiled = BpfCompiler.Compile(result.Module, libraries.Modules, new CompilerOptions { VerifyPasses = true });
        Assert.Equal("", string.Join("\n", compiled.Diagnostics.Select(Lowered.Text)));
    }

    [Fact]
    public void Layouts_are_read_from_metadata_as_from_source()
    {
        LoweringResult bodies = BpfFrontend.LowerLibrary(Lowered.Compile(Library, "Lib"))!;
        IrModule program = Lowered.ProgramClass(Lowered.Compile(Program, more: [References.Emit(Lowered.Compile(Library, "Lib"), bodies)])).Module;
        IrTypeDefinition odd = program.Types["Lib.Odd"];
        Assert.Equal(1, odd.Pack);
        Assert.Equal(["A", "B", "<Rest>k__BackingField", "_hidden"], odd.Fields.Select(static f => f.Name));
        Assert.Equal(bodies.Module.Types["Lib.Odd"].Fields, odd.Fields);
        IrTypeDefinition union = program.Types["Lib.Union"];
        Assert.Equal((IrLayout.Explicit, 24), (union.Layout, union.Size));
        Assert.Equal([8, 10], union.Fields.Select(static f => f.Offset));
    }

    [Fact]
    public void Globals_and_data_come_with_the_bodies_that_name_them()
    {
        CSharpCompilation library = Lowered.Compile("""
            using System; using BpfSharp;
            namespace Lib;
            public static class State
            {
                public static int Count = 7;
                private static long s_unused;
                [BpfFunction] public static int Next(int i) => Count += "GET "u8[i & 3];
                [BpfFunction] public static long Other() => s_unused++ + "POST"u8[0];
            }
            """, "Lib");
        MetadataReference reference = References.Emit(library, BpfFrontend.LowerLibrary(library)!);
        CSharpCompilation program = Lowered.Compile("""
            using BpfSharp; using Lib;
            public static partial class P { [XdpProgram] public static XdpAction Run(XdpContext ctx) { State.Count++; return State.Next(ctx.Length) > 3 ? XdpAction.Pass : XdpAction.Drop; } }
            """, more: [reference]);
        LoweringResult result = Lowered.ProgramClass(program);
        Assert.Equal("", Lowered.Problems(result));
        var compiled = BpfCompiler.Compile(result.Module, BpfFrontend.ReadLibraries(program).Modules, new CompilerOptions { VerifyPasses = true });
        Assert.Equal("", string.Join("\n", compiled.Diagnostics.Select(Lowered.Text)));
        Assert.Equal(
            ["Lib.State.Count = 07000000", "bpfsharp.Lib.data0 = 4745542000 constant"],
            compiled.Module!.Module.Globals.Select(static g => $"{g.Name} = {Convert.ToHexStringLower(g.Initial!)}{(g.IsConstant ? " constant" : "")}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_field_that_no_body_uses_is_no_global()
    {
        CSharpCompilation library = Lowered.Compile("namespace Lib; public static class State { public static int Count; [BpfSharp.BpfFunction] public static int One() => 1; }", "Lib");
        LoweringResult result = Lowered.ProgramClass(Lowered.Compile(
            "using BpfSharp; public static partial class P { [XdpProgram] public static XdpAction Run(XdpContext ctx) => (XdpAction)(Lib.State.Count + Lib.State.One()); }",
            more: [References.Emit(library, BpfFrontend.LowerLibrary(library)!)]));
        Assert.Equal(
            ["BPF1042: 'Count' can't be a BPF global: only fields of non-generic types of this project, or that a library's functions use, with constant initialisers"],
            result.Diagnostics.Select(Lowered.Text));
    }

    [Fact]
    public void A_method_that_is_not_exported_is_refused_at_the_call()
    {
        MetadataReference reference = References.Emit(Lowered.Compile(Library, "Lib"), BpfFrontend.LowerLibrary(Lowered.Compile(Library, "Lib")));
        LoweringResult result = Lowered.ProgramClass(Lowered.Compile(Program.Replace("u.X != 0", "Math2.NotExported(1) != 0"), more: [reference]));
        Assert.Equal(["BPF1017: 'Math2.NotExported(int)' of 'Lib' has no BPF body; mark it [BpfFunction] there, or write the code here"], result.Diagnostics.Select(Lowered.Text));
    }

    [Theory]
    [InlineData("bpfsharp-ir 999\\nmodule", "they are 'bpfsharp-ir 999', and this compiler reads 'bpfsharp-ir 1'")]
    [InlineData("bpfsharp-ir 1\\nfunc \\\"F\\\" generic 0", "")]
    [InlineData("bpfsharp-ir 1\\ntype \\\"T\\\" sideways { }", "the text is damaged: Requested value 'sideways' was not found.")]
    public void Bodies_of_another_format_are_refused_at_the_call(string bodies, string reason)
    {
        CSharpCompilation library = Lowered.Compile($"[assembly: BpfSharp.BpfBodies(\"{bodies}\")] public static class Old {{ [BpfSharp.BpfFunction] public static int F() => 1; }}", "Old");
        MetadataReference reference = References.Emit(library, null);
        LoweringResult result = Lowered.ProgramClass(Lowered.Compile(
            "using BpfSharp; public static partial class P { [XdpProgram] public static XdpAction Run(XdpContext ctx) => (XdpAction)Old.F(); }", more: [reference]));
        string text = Lowered.Text(Assert.Single(result.Diagnostics));
        Assert.StartsWith("BPF1022: The BPF bodies in 'Old' can't be read (", text);
        Assert.Contains(reason, text);
        Assert.Equal("Old.F()", result.Locations[result.Diagnostics[0].Span].SourceTree!.ToString().Substring(result.Locations[result.Diagnostics[0].Span].SourceSpan.Start, 7));
        // A library that nobody calls does no harm.
        Assert.Equal("", Lowered.Problems(Lowered.ProgramClass(Lowered.Compile(
            "using BpfSharp; public static partial class P { [XdpProgram] public static XdpAction Run(XdpContext ctx) => XdpAction.Pass; }", more: [reference]))));
    }

    [Fact]
    public void A_reference_is_decoded_once()
    {
        LibraryBodies first = BpfFrontend.ReadLibraries(Lowered.Compile(""));
        LibraryBodies second = BpfFrontend.ReadLibraries(Lowered.Compile("class C { }"));
        Assert.NotEmpty(first.Modules);
        Assert.Same(first.Modules[0], second.Modules[0]);
    }

    [Fact]
    public void Text_reads_back_as_it_was_written()
    {
        string text = LibraryText.Encode(References.RuntimeBodies.Module);
        Assert.Equal(text, LibraryText.Encode(LibraryText.Decode([text])[0]));
    }

    [Fact]
    public void Constant_data_reaches_the_object()
    {
        CSharpCompilation compilation = Lowered.Compile("""
            using System; using BpfSharp;
            public static partial class P { [XdpProgram] public static XdpAction Run(XdpContext ctx) { ReadOnlySpan<int> s = [7, 9]; return s[ctx.Length & 1] == 7 ? XdpAction.Pass : XdpAction.Drop; } }
            """);
        LoweringResult result = Lowered.ProgramClass(compilation);
        Assert.Equal("", Lowered.Problems(result));
        var compiled = BpfCompiler.Compile(result.Module, BpfFrontend.ReadLibraries(compilation).Modules, new CompilerOptions { VerifyPasses = true });
        Assert.Equal("", string.Join("\n", compiled.Diagnostics.Select(Lowered.Text)));
        var emitted = ObjectEmitter.Emit(compiled.Module!, result.Sources);
        Assert.Contains(emitted.DataSections, static d => d.Content.AsSpan().IndexOf((byte[])[7, 0, 0, 0, 9, 0, 0, 0]) >= 0);
    }
}
