using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Loops;
using BpfSharp.Compiler.Tests.CodeGen;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Loops;

/// <summary>Loops that can't be callbacks ask the kernel's iterator before each round.</summary>
public sealed class LoopIteratorTests
{
    private const string Moving = """
        ^0(%0: ptr):
          %1: ptr = ctx.load u32 "data" #0 %0 @1
          %2: ptr = ctx.load u32 "data_end" #4 %0 @1
          br -> ^1(%1, 0)
        ^1(%3: ptr, %4: i32):
          %5: i32 = pkt.fits %3, %2, 1 @2
          brif %5 -> ^2, ^3 @2
        ^2:
          %6: i32 = load u8 %3 @3
          %7: i64 = zext %6 @3
          %8: ptr = ptradd %3, %7 @3
          %9: i32 = add %4, 1 @3
          br -> ^1(%8, %9)
        ^3:
          ret %4 @5
        """;

    [Fact]
    public void The_iterator_begins_before_the_loop_and_ends_on_every_way_out()
    {
        IrFunction function = Rewritten(Moving);
        IrText.AssertBody(
            """
            ^0(%0: ptr):
              %1: ptr = slot "" #8 @2
              %2: ptr = ctx.load u32 "data" %0 @1
              %3: ptr = ctx.load u32 "data_end" #4 %0 @1
              br -> ^7(%2, 0)
            ^1:
              %4: i32 = pkt.fits %9, %3, 1 @2
              brif %4 -> ^2, ^4 @2
            ^2:
              %5: i32 = load u8 %9 @3
              %6: i64 = zext %5 @3
              %7: ptr = ptradd %9, %6 @3
              %8: i32 = add %10, 1 @3
              br -> ^5(%7, %8)
            ^3:
              ret %10 @5
            ^4:
              helper "bpf_iter_num_destroy" %1 @2
              br -> ^3 @2
            ^5(%9: ptr, %10: i32):
              %11: i64 = helper "bpf_iter_num_next" %1 @2
              %12: i32 = ne %11, 0L @2
              brif %12 -> ^1, ^6 @2
            ^6:
              helper "bpf_iter_num_destroy" %1 @2
              fault #8 @2
            ^7(%13: ptr, %14: i32):
              %15: i64 = helper "bpf_iter_num_new" %1, 0L, 8388607L @2
              br -> ^5(%13, %14) @2
            """,
            function);
    }

    [Theory]
    [InlineData("6.3", "GPL")]
    [InlineData("6.4", "MIT")]
    public void Needs_the_kernel_and_the_license(string kernel, string license) => Assert.False(LoopIterators.Run(Context(kernel, license), IrText.Function(Moving)));

    [Fact]
    public void What_goes_from_round_to_round_is_hidden_from_the_verifier()
    {
        IrFunction function = Rewritten(Moving);
        CompilationContext context = Context("6.4", "GPL");
        IteratorFunctions.Declare(context.Module);
        Assert.True(IteratorStates.Run(context, function));
        IrInstruction hidden = Assert.Single(function.Blocks.SelectMany(static b => b.Instructions), static i => i.Op == IrOp.Opaque);
        IrInstruction noise = Assert.IsType<IrInstruction>(hidden.Operands[1]);
        Assert.Equal(IrOp.Trunc, noise.Op);
        Assert.True(IteratorFunctions.IsNew(Assert.IsType<IrInstruction>(noise.Operands[0])));
        IrBlock last = Assert.Single(function.Blocks, static b => b.Terminator.Op == IrOp.Ret);
        Assert.Same(hidden, last.Terminator.Operands[0]);
    }

    [Fact]
    public void A_fault_in_the_midst_ends_what_is_open_there_and_only_that()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot "" #8
              %2: i32 = ctx.load u32 "rx_queue_index" #16 %0
              brif %2 -> ^1, ^4
            ^1:
              %3: i64 = helper "bpf_iter_num_new" %1, 0L, 8L
              brif %2 -> ^2, ^4
            ^2:
              helper "bpf_iter_num_destroy" %1
              brif %2 -> ^3, ^4
            ^3:
              ret 1
            ^4:
              fault #1
            """);
        Assert.True(IteratorEnds.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
              %1: ptr = slot "" #8
              %2: i32 = ctx.load u32 "rx_queue_index" #16 %0
              brif %2 -> ^1, ^4
            ^1:
              %3: i64 = helper "bpf_iter_num_new" %1, 0L, 8L
              brif %2 -> ^2, ^5
            ^2:
              helper "bpf_iter_num_destroy" %1
              brif %2 -> ^3, ^4
            ^3:
              ret 1
            ^4:
              fault #1
            ^5:
              helper "bpf_iter_num_destroy" %1
              br -> ^4
            """,
            function);
        Assert.False(IteratorEnds.Run(function));
    }

    [Fact]
    public void Ends_before_a_fault_that_only_the_loop_leads_to()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot "" #8
              %2: i64 = helper "bpf_iter_num_new" %1, 0L, 8L
              fault #1
            """);
        Assert.True(IteratorEnds.Run(function));
        Assert.Equal([IrOp.Slot, IrOp.Helper, IrOp.Helper, IrOp.Fault], function.Entry.Instructions.Select(static i => i.Op));
    }

    private static IrFunction Rewritten(string body)
    {
        IrFunction function = IrText.Function(body);
        CompilationContext context = Context("6.4", "GPL");
        Assert.True(LoopIterators.Run(context, function));
        Assert.Equal(["bpf_iter_num_destroy", "bpf_iter_num_new", "bpf_iter_num_next"], context.Module.Helpers.Keys.Order(StringComparer.Ordinal));
        return function;
    }

    private static CompilationContext Context(string kernel, string license) => new(
        IrText.Module($"module \"P\" license \"{license}\" spans 20\n"), new CompilerOptions { VerifyPasses = true, TargetKernel = Version.Parse(kernel) }, new List<CompilerDiagnostic>());
}
