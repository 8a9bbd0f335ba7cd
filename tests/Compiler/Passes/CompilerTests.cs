using System;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Verification;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Tests.Passes.Execution;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes;

public sealed class CompilerTests
{
    private const string Program = """
        module "P" license "GPL" spans 9
        program "Main" xdp section "xdp" onfault 0 = "Main"
        func "Main" generic 0 -> i32 param "ctx": ptr {
        ^0(%0: ptr):
          %1: i32 = call "Two" @1
          ret %1 @2
        }
        """;

    private const string Library = "func \"Two\" generic 0 -> i32 {\n^0:\nret 2\n}";

    [Fact]
    public void Equal_text_is_compiled_once()
    {
        var options = new CompilerOptions { VerifyPasses = true, TargetKernel = new Version(5, 15) };
        CompilationResult first = CompilationCache.GetOrCompile(IrText.Module(Program), [IrText.Module(Library)], options);
        Assert.Same(first, CompilationCache.GetOrCompile(IrText.Module(Program), [IrText.Module(Library)], options));
        Assert.NotSame(first, CompilationCache.GetOrCompile(IrText.Module(Program), [IrText.Module(Library)], options with { TargetKernel = new Version(6, 6) }));
        Assert.NotSame(first, CompilationCache.GetOrCompile(IrText.Module(Program), [IrText.Module(Library.Replace("ret 2", "ret 3"))], options));
        Assert.NotSame(first, CompilationCache.GetOrCompile(IrText.Module(Program.Replace("@2", "@3")), [IrText.Module(Library)], options));
    }

    [Fact]
    public void Every_compilation_is_counted()
    {
        int before = BpfCompiler.CompilationCount;
        BpfCompiler.Compile(IrText.Module(Program), [IrText.Module(Library)], new CompilerOptions());
        Assert.True(BpfCompiler.CompilationCount > before);
    }

    [Fact]
    public void The_same_program_gives_the_same_code_and_keeps_its_input()
    {
        IrModule module = IrText.Module(RandomFunction.Declarations);
        module.Functions.Add("F", RandomFunction.Make(42));
        string before = IrPrinter.Print(module);
        CompiledProgram first = BpfCompiler.Compile(module, [], new CompilerOptions()).Module!.Programs[0];
        CompiledProgram second = BpfCompiler.Compile(module, [], new CompilerOptions()).Module!.Programs[0];
        Assert.Equal(first.Instructions, second.Instructions);
        Assert.Equal(before, IrPrinter.Print(module));
    }

    [Theory]
    [InlineData("func \"Two\" generic 0 -> i64 {\n^0:\nret 2L\n}")]
    [InlineData("func \"Two\" generic 0 -> i32 param \"x\": i32 {\n^0(%0: i32):\nret %0\n}")]
    [InlineData("func \"Two\" generic 0 -> i32 {\n^0:\n%0: i32 = add 1, 2L\nret %0\n}")]
    [InlineData("func \"Two\" generic 0 -> i32 {\n^0:\n%0: i32 = add %1, 2\n%1: i32 = add 1, 2\nret %0\n}")]
    [InlineData("func \"Two\" generic 0 -> i32 {\n^0:\n%0: ptr = map.addr \"Nowhere\"\nret 0\n}")]
    [InlineData("func \"Two\" generic 0 -> i32 {\n}")]
    public void A_damaged_library_is_reported(string library)
    {
        CompilationResult result = BpfCompiler.Compile(IrText.Module(Program), [IrText.Module(library)], new CompilerOptions());
        Assert.Null(result.Module);
        Assert.All(result.Diagnostics, static d => Assert.Equal("BPF3003", d.Id));
    }

    [Theory]
    [InlineData("^0(%0: ptr):\nret 0L", "does not return i32")]
    [InlineData("^0(%0: ptr):\nbr -> ^1\n^1(%1: i32):\nret %1", "gives 0 arguments for 1 parameters")]
    [InlineData("^0(%0: ptr):\nbr -> ^1(5L)\n^1(%1: i32):\nret %1", "gives i64 for a parameter of type i32")]
    [InlineData("^0(%0: ptr):\nret 0\n%1: i32 = add 1, 2", "ends its block too early")]
    [InlineData("^0(%0: ptr):\nbrif 1 -> ^1, ^2\n^1:\n%1: i32 = add 1, 2\nbr -> ^2\n^2:\nret %1", "not always computed before")]
    [InlineData("^0(%0: ptr):\n%1: i32 = call \"x\"\nret %1", "may not stand in Flat IR")]
    [InlineData("^0(%0: ptr):\n%1: i32 = load u64 %0\nret %1", "gives i32 instead of i64")]
    public void The_verifier_of_IR_finds(string body, string problem) =>
        Assert.Contains(IrVerifier.Check(IrText.Function(body), IrStage.Flat), p => p.Contains(problem, StringComparison.Ordinal));
}
