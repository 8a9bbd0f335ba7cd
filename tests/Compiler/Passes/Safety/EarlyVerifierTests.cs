using System;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Verification;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Safety;
using BpfSharp.Compiler.Tests.CodeGen;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

/// <summary>What verifiers of older targets do not find out by themselves; each stands for a program that Linux 6.1 refused (tests/Matrix).</summary>
public sealed class EarlyVerifierTests
{
    private const string Declarations = """
        module "P" license "GPL" spans 20
        helper "reserve" 131 (Map, Size, Scalar) effects 96 since "5.8"
        helper "discard" 133 (Reference, Scalar) effects 144 since "5.8"
        map "Ring" type 27 key void value void max 4096 flags 0 pin 0
        """;

    // "math between fp pointer and register with unbounded min value": | of two numbers loses both before 6.10.
    [Theory]
    [InlineData("6.1", "or", true)]
    [InlineData("6.1", "xor", true)]
    [InlineData("6.1", "mul", true)]
    [InlineData("6.1", "add", false)]
    [InlineData("6.10", "or", false)]
    public void Numbers_that_the_verifier_forgets_are_compared(string kernel, string op, bool isCompared)
    {
        IrFunction function = IrText.Function($"""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "len" #0 %0
              %2: i32 = and %1, 3
              %3: i32 = ctx.load u32 "mark" #8 %0
              %4: i32 = and %3, 3
              %5: i32 = {op} %2, %4
              %6: i64 = zext %5
              %7: ptr = slot #16
              %8: ptr = ptradd %7, %6
              %9: i32 = load u8 %8
              ret %9
            """);
        RegionGuards.Run(IrText.Context(kernel: kernel), function);
        Assert.Equal(isCompared, function.Blocks.SelectMany(static b => b.Instructions).Any(static i => i.Op == IrOp.Guard));
    }

    // The ways know whether the record is there: each goes to where it is released, or past it.
    [Theory]
    [InlineData("6.1", true)]
    [InlineData("6.4", false)]
    public void A_reference_is_not_tested_again_where_the_way_knows(string kernel, bool isThreaded)
    {
        IrFunction function = Released("br -> ^4(null)", "br -> ^4(%2)");
        Assert.Equal(isThreaded, AbsenceTests.Thread(IrText.Context(Declarations, kernel), function));
        Assert.Equal(isThreaded ? 1 : 2, NullTests(function));
    }

    // Where ways have met before, a number says which of them it was.
    [Theory]
    [InlineData("6.1", true)]
    [InlineData("6.4", false)]
    public void Where_ways_have_met_a_number_tells(string kernel, bool isCounted)
    {
        IrFunction function = Released("br -> ^5(%2)", "br -> ^5(%2)");
        CompilationContext context = IrText.Context(Declarations, kernel);
        Assert.False(AbsenceTests.Thread(context, function));
        Assert.Equal(isCounted, AbsenceTests.Count(context, function));
        IrVerifier.Require(function, IrStage.Safe, "counted absences");
        Assert.Equal(isCounted, function.Blocks.Exists(static b => b.Terminator is { Op: IrOp.BrIf } end && end.Operands[0] is IrParameter));
    }

    // An answer as a number is a test in the code that computes it ("Unreleased reference", ConntrackPrograms.Add).
    [Fact]
    public void An_answer_as_a_number_is_a_test()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = map.addr "Ring"
              %2: ptr = helper "reserve" %1, 8L, 0L
              %3: i32 = ne %2, null
              %4: i32 = add %3, 2
              brif %3 -> ^1, ^2
            ^1:
              helper "discard" %2, 0L
              ret %4
            ^2:
              ret %4
            """);
        CompilationContext context = IrText.Context(Declarations);
        Assert.True(AbsenceTests.Count(IrText.Context(Declarations), IrCloner.Clone(function)));
        Assert.True(AbsenceTests.Thread(context, function));
        Assert.False(AbsenceTests.Count(context, function));
    }

    // A comparison bounds the register, and before 6.9 not the slot that it was stored to before ("invalid zero-sized read", CookiePrograms.Proxy).
    [Theory]
    [InlineData("6.1", true)]
    [InlineData("6.9", false)]
    public void A_number_is_stored_behind_its_comparison(string kernel, bool isBehind)
    {
        string values = string.Join("\n", Enumerable.Range(3, 6).Select(static i => $"%{i}: i64 = helper \"bpf_ktime_get_ns\""));
        string sums = string.Join("\n", Enumerable.Range(4, 5).Select(static i => $"%{i + 20}: i64 = add %{(i == 4 ? 3 : i + 19)}, %{i}"));
        string text = Code.Text(Code.Compile(
            $"""
            ^0(%0: ptr):
              %1: i32 = ctx.load u8 "rx_queue_index" #16 %0
              %2: i32 = lt.u %1, 8
              brif %2 -> ^1, ^2
            ^1:
              {values}
              {sums}
              %30: ptr = global.addr "table"
              %31: i64 = zext %1
              %32: ptr = ptradd %30, %31
              %33: i32 = load u8 %32
              %34: i32 = trunc %28
              %35: i32 = add %33, %34
              ret %35
            ^2:
              ret 2
            """,
            "global \"table\": u64",
            kernel));
        int compare = text.IndexOf("if ", StringComparison.Ordinal);
        int store = text.IndexOf("*(u64 *)(r10 -", StringComparison.Ordinal);
        Assert.True(compare >= 0 && store >= 0, text);
        Assert.True(isBehind == store > compare, text);
    }

    // Reserved; if it is there a record is written; then a release that asks again.
    private static IrFunction Released(string absent, string present) => IrText.Function($"""
        ^0(%0: ptr):
          %1: ptr = map.addr "Ring"
          %2: ptr = helper "reserve" %1, 8L, 0L
          %3: i32 = ne %2, null
          brif %3 -> ^1, ^2
        ^1:
          store i64 %2, 1L
          {present}
        ^2:
          {absent}
        ^5(%8: ptr):
          %9: i32 = ctx.load u32 "mark" #8 %0
          br -> ^4(%8)
        ^4(%5: ptr):
          %6: i32 = eq %5, null
          brif %6 -> ^6, ^7
        ^7:
          helper "discard" %5, 0L
          br -> ^6
        ^6:
          ret 2
        """);

    private static int NullTests(IrFunction function)
    {
        UnreachableBlocks.Remove(function);
        return function.Blocks.SelectMany(static b => b.Instructions).Count(static i => i.Op == IrOp.BrIf && (AbsenceTests.NullOn(i.Operands[0], true) ?? AbsenceTests.NullOn(i.Operands[0], false)) is not null);
    }
}
