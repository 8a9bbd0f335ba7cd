using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Objects.Instructions;
using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

/// <summary>Safe IR as text in, disassembly out.</summary>
internal static class Code
{
    public const string Helpers = """
        helper "bpf_map_lookup_elem" 1 (Map, MapKey) effects 2 since "3.19"
        helper "bpf_map_update_elem" 2 (Map, MapKey, MapValue, Scalar) effects 0 since "3.19"
        helper "bpf_ktime_get_ns" 5 () effects 0 since "4.1"
        helper "bpf_get_prandom_u32" 7 () effects 0 since "4.1"
        helper "bpf_xdp_adjust_head" 44 (Context, Scalar) effects 1 since "4.10"
        """;

    /// <summary>Compiles the body of an XDP program whose context is %0.</summary>
    public static CompiledProgram Compile(string body, string declarations = "", string kernel = "6.1", bool isSearched = false)
    {
        (CompiledProgram? program, List<CompilerDiagnostic> diagnostics, _) = TryCompile(body, declarations, kernel, isSearched);
        Assert.Empty(diagnostics);
        return program!;
    }

    public static (CompiledProgram? Program, List<CompilerDiagnostic> Diagnostics, List<CompiledFaultSite> Faults) TryCompile(
        string body, string declarations = "", string kernel = "6.1", bool isSearched = false)
    {
        IrModule module = Module(body, declarations);
        var diagnostics = new List<CompilerDiagnostic>();
        var faults = new List<CompiledFaultSite>();
        var options = new CompilerOptions { TargetKernel = Version.Parse(kernel), Hooks = isSearched ? null : new PlainOrder() };
        CompiledProgram? program = CodeGenerator.Generate(module, module.Programs[0], [module.Functions["F"]], options, faults, diagnostics);
        return (program, diagnostics, faults);
    }

    public static IrModule Module(string body, string declarations = "") => IrParser.Parse(
        IrPrinter.Header + "\nmodule \"Test\" license \"GPL\" spans 100\n" + Helpers + "\n" + declarations
        + "\nprogram \"Run\" xdp section \"xdp\" onfault 1 = \"F\"\nfunc \"F\" generic 0 -> i32 param \"ctx\": ptr {\n" + body + "\n}\n");

    public static string Text(CompiledProgram program) => BpfDisassembler.ToText(program.Instructions, program.Relocations, HelperName);

    /// <summary>Compares the code of a body with what is expected, line by line; leading space does not count.</summary>
    /// <param name="isSearched">Blocks and instructions lie where the verifier walks less (<c>WalkSearch</c>), not where other passes put them.</param>
    public static void AssertCode(string body, string expected, string declarations = "", string kernel = "6.1", bool isSearched = false)
    {
        string actual = Lines(Text(Compile(body, declarations, kernel, isSearched)));
        // The whole code, not the first difference: that is what a reader wants to see, and to paste.
        if (Lines(expected) != actual)
            Assert.Fail("This code was made instead:\n" + actual);
    }

    private static string Lines(string text) =>
        string.Join("\n", text.Split('\n').Select(static l => l.Trim()).Where(static l => l.Length != 0));

    private static string? HelperName(int id) => id switch
    {
        1 => "bpf_map_lookup_elem",
        2 => "bpf_map_update_elem",
        5 => "bpf_ktime_get_ns",
        7 => "bpf_get_prandom_u32",
        44 => "bpf_xdp_adjust_head",
        _ => null,
    };
}
