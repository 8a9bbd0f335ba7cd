using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Loops;
using BpfSharp.Compiler.Tests.CodeGen;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Loops;

/// <summary>Loops that the verifier can't walk become callbacks.</summary>
public sealed class LoopOutliningTests
{
    private const string Declarations = """
        module "P" license "GPL" spans 20
        helper "adjust" 44 (Context, Scalar) effects 1 since "4.10"
        map "M" type 1 key u32 value u64 max 1 flags 0 pin 0

        """;

    private const string Halving = """
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "rx_queue_index" #16 %0 @1
          br -> ^1(%1, 0)
        ^1(%2: i32, %3: i32):
          %4: i32 = ne %2, 1 @2
          brif %4 -> ^2, ^3 @2
        ^2:
          %5: i32 = mul %2, %1 @3
          %6: i32 = add %3, 1 @4
          br -> ^1(%5, %6)
        ^3:
          ret %3 @5
        """;

    [Fact]
    public void The_caller_hands_over_what_rounds_share_and_looks_at_status_and_exit()
    {
        (IrFunction function, _) = Outline(Halving);
        IrText.AssertBody(
            """
            ^0(%0: ptr):
              %1: ptr = slot "" #24
              %2: i32 = ctx.load u32 "rx_queue_index" #16 %0 @1
              br -> ^3(%2, 0)
            ^1:
              ret %15 @5
            ^2:
              br -> ^1
            ^3(%3: i32, %4: i32):
              store i64 %1, 0L @2
              %5: ptr = ptradd %1, 8L @2
              %6: i64 = zext %3 @2
              store i64 %5, %6 @2
              %7: ptr = ptradd %1, 16L @2
              %8: i64 = zext %4 @2
              store i64 %7, %8 @2
              %9: ptr = func.addr "F|loop|0" @2
              %10: i64 = helper "bpf_loop" #16 8388607L, %9, null, 0L, %1, %2 @2
              %11: i32 = callback.status %10 @2
              %12: i32 = ne %11, 0 @2
              brif %12 -> ^4, ^5 @2
            ^4:
              %13: i32 = add %11, -1 @2
              resume %13 @2
            ^5:
              %14: ptr = ptradd %1, 16L @2
              %15: i32 = load i32 %14 @2
              %16: i32 = load i32 %1 @2
              switch %16 -> ^6, 1: ^2 @2
            ^6:
              fault #8 @2
            """,
            function);
    }

    [Fact]
    public void A_round_reads_what_the_one_before_left_and_says_whether_to_go_on()
    {
        (_, IrFunction body) = Outline(Halving);
        IrText.AssertBody(
            """
            ^0(%0: i64, %1: ptr, %2: i32):
              %3: ptr = ptradd %1, 8L @2
              %4: i32 = load i32 %3 @2
              %5: ptr = ptradd %1, 16L @2
              %6: i32 = load i32 %5 @2
              br -> ^1(%4, %6) @2
            ^1(%7: i32, %8: i32):
              %9: ptr = ptradd %1, 16L @2
              %10: i64 = zext %8 @2
              store i64 %9, %10 @2
              %11: i32 = ne %7, 1 @2
              brif %11 -> ^2, ^3 @2
            ^2:
              %12: i32 = mul %7, %2 @3
              %13: i32 = add %8, 1 @4
              br -> ^4
            ^3:
              store i64 %1, 1L @2
              ret 0 @2
            ^4:
              %14: ptr = ptradd %1, 8L @2
              %15: i64 = zext %12 @2
              store i64 %14, %15 @2
              %16: ptr = ptradd %1, 16L @2
              %17: i64 = zext %13 @2
              store i64 %16, %17 @2
              ret 1 @2
            """,
            body);
    }

    [Theory]
    [InlineData("a bound that the verifier walks", "lt.u %2, 60", "6.1")]
    [InlineData("no bpf_loop in the target", "ne %2, 1", "5.16")]
    public void Not_outlined(string why, string test, string kernel) =>
        Assert.False(TryOutline(Halving.Replace("%5: i32 = mul %2, %1 @3", "%5: i32 = add %2, 1 @3").Replace("(%1, 0)", "(0, 0)").Replace("ne %2, 1", test), kernel, out _, out _), why);

    [Fact]
    public void A_pointer_that_changes_from_round_to_round_stays_in_the_function() => Assert.False(TryOutline(
        """
        ^0(%0: ptr):
          %1: ptr = ctx.load u32 "data" #0 %0 @1
          %2: ptr = ctx.load u32 "data_end" #4 %0 @1
          br -> ^1(%1)
        ^1(%3: ptr):
          %4: i32 = pkt.fits %3, %2, 1 @2
          brif %4 -> ^2, ^3 @2
        ^2:
          %5: i32 = load u8 %3 @3
          %6: i64 = zext %5 @3
          %7: ptr = ptradd %3, %6 @3
          br -> ^1(%7)
        ^3:
          ret 1 @5
        """,
        "6.1",
        out _,
        out _));

    // Nothing in the loop faults but its limit.
    private const string Protected = """
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "rx_queue_index" #16 %0 @1
          br -> ^1(%1)
        ^1(%2: i32):
          try -> ^2, ^5(%2)
        ^2:
          loop.limit
          %3: i32 = ne %2, 1 @2
          brif %3 -> ^3, ^4 @2
        ^3:
          %4: i32 = mul %2, %1 @3
          br -> ^1(%4)
        ^4:
          ret 1 @5
        ^5(%5: i32):
          %6: i32 = caught
          %7: ptr = global.addr "g"
          store u32 %7, %5 @6
          resume %6
        """;

    [Fact]
    public void A_limit_that_has_a_pad_is_met_in_the_last_round_and_its_site_leaves_by_an_exit()
    {
        (IrFunction function, IrFunction body) = Outline(Protected);
        IrText.AssertBody(
            """
            ^0(%0: i64, %1: ptr, %2: i32):
              %3: ptr = ptradd %1, 8L @2
              %4: i32 = load i32 %3 @2
              br -> ^1(%4) @2
            ^1(%5: i32):
              %6: ptr = ptradd %1, 8L @2
              %7: i64 = zext %5 @2
              store i64 %6, %7 @2
              try -> ^2, ^4
            ^2:
              %8: i32 = lt.u %0, 8388607L @2
              guard #8 %8 @2
              %9: i32 = ne %5, 1 @2
              brif %9 -> ^3, ^5 @2
            ^3:
              %10: i32 = mul %5, %2 @3
              br -> ^6
            ^4:
              %11: i32 = caught @2
              %12: ptr = ptradd %1, 16L @2
              %13: i64 = zext %11 @2
              store i64 %12, %13 @2
              br -> ^7
            ^5:
              store i64 %1, 1L @2
              ret 0 @2
            ^6:
              %14: ptr = ptradd %1, 8L @2
              %15: i64 = zext %10 @2
              store i64 %14, %15 @2
              ret 1 @2
            ^7:
              store i64 %1, 2L @2
              ret 0 @2
            """,
            body);
        string caller = IrPrinter.Print(function, withSpans: false);
        Assert.Contains("helper \"bpf_loop\" #16 8388608L", caller);
        IrBlock goesOn = Assert.Single(function.Blocks, static b => b.Terminator.Op == IrOp.Try);
        Assert.Equal(IrOp.Resume, goesOn.Terminator.Targets[0].Block.Terminator.Op);
        Assert.Equal(IrOp.Caught, goesOn.Terminator.Targets[1].Block.Instructions[0].Op);
    }

    [Fact]
    public void Where_only_some_rounds_come_by_the_mark_the_loop_stays() =>
        Assert.False(TryOutline(Protected.Replace("try -> ^2, ^5(%2)", "brif %2 -> ^6, ^7") + "\n^6:\n  try -> ^2, ^5(%2)\n^7:\n  br -> ^1(3)", "6.1", out _, out _));

    [Fact]
    public void Marks_go_with_the_pass_that_needs_them()
    {
        IrFunction function = IrText.Function(Protected);
        Assert.True(LoopLimits.Drop(function));
        Assert.False(LoopLimits.Drop(function));
        Assert.DoesNotContain("loop.limit", IrPrinter.Print(function));
    }

    [Fact]
    public void The_kernels_limit_is_a_fault_of_its_own()
    {
        IrModule module = IrParser.Parse(IrPrinter.Header + "\n" + Declarations + "program \"Main\" xdp section \"xdp\" onfault 2 = \"F\"\nfunc \"F\" generic 0 -> i32 param \"ctx\": ptr @0 {\n" + Halving + "\n}");
        CompilationResult result = BpfCompiler.Compile(module, [], new CompilerOptions { VerifyPasses = true }, TestContext.Current.CancellationToken);
        Assert.Empty(result.Diagnostics);
        Assert.Equal(["Main", "Main_loop"], result.Module!.Programs[0].Functions.Select(static f => f.Name));
        Assert.Equal([FaultKind.LoopLimit], result.Module.FaultSites.Select(static s => s.Kind));
        string code = Code.Text(result.Module.Programs[0]);
        Assert.Contains("r1 = 8388607", code);
        Assert.Contains("call helper#181", code.Replace("call #181", "call helper#181").Replace("call 181", "call helper#181"));
    }

    private static (IrFunction Function, IrFunction Body) Outline(string body)
    {
        Assert.True(TryOutline(body, "6.1", out IrFunction function, out IrFunction? callback));
        return (function, callback!);
    }

    private static bool TryOutline(string body, string kernel, out IrFunction function, out IrFunction? callback)
    {
        var context = new CompilationContext(
            IrText.Module(Declarations), new CompilerOptions { VerifyPasses = true, TargetKernel = Version.Parse(kernel) }, new List<CompilerDiagnostic>());
        function = IrText.Function(body);
        bool changed = LoopOutlining.Run(context, function);
        callback = context.Module.Functions.Values.SingleOrDefault();
        return changed;
    }
}
