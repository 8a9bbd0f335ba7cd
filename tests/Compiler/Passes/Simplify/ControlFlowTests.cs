using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Simplify;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Simplify;

public sealed class ControlFlowTests
{
    [Fact]
    public void Branches_and_guards_on_constants_are_decided()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              guard #1 1 @1
              brif 0 -> ^1, ^2
            ^1:
              ret 1
            ^2:
              switch 7 -> ^1, 7: ^3, 8: ^1
            ^3:
              guard #4 0 @2
              ret 3
            """);
        Assert.True(BranchFolding.Run(function));
        Assert.True(BlockMerging.Run(function));
        IrText.AssertBody("^0(%0: ptr):\nfault #4 @2", function);
    }

    [Fact]
    public void A_branch_whose_ways_are_one_is_none()
    {
        IrFunction function = IrText.Function("^0(%0: ptr):\n%1: i32 = ctx.load u32 \"len\" %0\nbrif %1 -> ^1(5), ^1(5)\n^1(%2: i32):\nret %2");
        Assert.True(BranchFolding.Run(function));
        Assert.True(ParameterFolding.Run(function));
        Assert.True(BlockMerging.Run(function));
        IrText.AssertBody("^0(%0: ptr):\n%1: i32 = ctx.load u32 \"len\" %0\nret 5", function);
    }

    [Fact]
    public void Parameters_with_one_value_or_equal_values_go()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "len" %0
              br -> ^1(%1, 0, 0)
            ^1(%2: i32, %3: i32, %4: i32):
              %5: i32 = add %3, 1
              %6: i32 = add %4, %2
              brif %6 -> ^1(%2, %5, %5), ^2
            ^2:
              ret %4
            """);
        Assert.True(ParameterFolding.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            br -> ^1(0)
            ^1(%2: i32):
            %3: i32 = add %2, 1
            %4: i32 = add %2, %1
            brif %4 -> ^1(%3), ^2
            ^2:
            ret %2
            """,
            function);
    }

    [Fact]
    public void What_was_found_on_one_way_is_not_mixed_with_nothing()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: ptr = ctx.load u32 "data_end" %0
              %3: i32 = ctx.load u32 "len" %0
              %4: i32 = lt.u %3, 100
              brif %4 -> ^1, ^2(0, null)
            ^1:
              %5: i32 = pkt.fits %1, %2, 20
              brif %5 -> ^2(1, %1), ^2(0, null)
            ^2(%6: i32, %7: ptr):
              brif %6 -> ^3, ^4
            ^3:
              %8: i32 = load u8 %7
              ret %8
            ^4:
              ret 0
            """);
        Assert.True(JumpThreading.Run(function));
        BlockMerging.Run(function);
        ParameterFolding.Run(function);
        BlockMerging.Run(function);
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" %0
            %2: ptr = ctx.load u32 "data_end" %0
            %3: i32 = ctx.load u32 "len" %0
            %4: i32 = lt.u %3, 100
            brif %4 -> ^1, ^3
            ^1:
            %5: i32 = pkt.fits %1, %2, 20
            brif %5 -> ^2, ^3
            ^2:
            %6: i32 = load u8 %1
            ret %6
            ^3:
            ret 0
            """,
            function);
    }

    // Both arms of "x ? 16 : 6" lead here at once, and then the same is asked again: each knows the answer.
    [Fact]
    public void What_a_branch_with_one_target_has_decided_is_not_asked_again()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "len" #0 %0
              %2: i32 = eq %1, 6
              brif %2 -> ^1(16), ^1(6)
            ^1(%3: i32):
              %4: i32 = add %3, 34
              brif %2 -> ^2, ^3
            ^2:
              ret %4
            ^3:
              ret 0
            """);
        Assert.True(JumpThreading.Run(function));
        BlockMerging.Run(function);
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            %2: i32 = eq %1, 6
            brif %2 -> ^1, ^2
            ^1:
            %3: i32 = add 16, 34
            ret %3
            ^2:
            %4: i32 = add 6, 34
            ret 0
            """,
            function);
    }

    [Fact]
    public void A_loops_head_is_not_threaded()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              br -> ^1(0)
            ^1(%1: i32):
              %2: i32 = lt.s %1, 4
              brif %2 -> ^2, ^3
            ^2:
              %3: i32 = add %1, 1
              br -> ^1(%3)
            ^3:
              ret %1
            """);
        Assert.False(JumpThreading.Run(function));
    }

    // A global may be written by another CPU between two reads; a load-time constant is frozen.
    [Fact]
    public void A_load_time_constant_is_read_once()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = global.addr "Limit"
              %2: i64 = load u64 %1
              %3: i64 = load u64 %1
              %4: ptr = global.addr "s_seen"
              %5: i64 = load u64 %4
              %6: i64 = load u64 %4
              %7: i64 = add %2, %3
              %8: i64 = add %5, %6
              %9: i64 = xor %7, %8
              %10: i32 = trunc %9
              ret %10
            """);
        Assert.True(ValueNumbering.Run(function, [], [new IrGlobal { Name = "Limit", IsConstant = true }, new IrGlobal { Name = "s_seen" }]));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = global.addr "Limit"
            %2: i64 = load u64 %1
            %3: ptr = global.addr "s_seen"
            %4: i64 = load u64 %3
            %5: i64 = load u64 %3
            %6: i64 = add %2, %2
            %7: i64 = add %4, %5
            %8: i64 = xor %6, %7
            %9: i32 = trunc %8
            ret %9
            """,
            function);
    }

    [Fact]
    public void Equal_values_are_computed_once_where_one_dominates()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "len" %0
              %2: i32 = add %1, 3
              brif %2 -> ^1, ^2
            ^1:
              %3: i32 = ctx.load u32 "len" %0
              %4: i32 = add %3, 3
              %5: i32 = mul %1, 5
              ret %4
            ^2:
              %6: i32 = mul %1, 5
              ret %6
            """);
        Assert.True(ValueNumbering.Run(function, []));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            %2: i32 = add %1, 3
            brif %2 -> ^1, ^2
            ^1:
            %3: i32 = mul %1, 5
            ret %2
            ^2:
            %4: i32 = mul %1, 5
            ret %4
            """,
            function);
    }

    [Fact]
    public void Packet_pointers_are_loaded_anew_after_a_helper_that_moves_the_packet()
    {
        Dictionary<string, IrHelper> helpers = IrText.Module("helper \"adjust\" 44 (Context, Scalar) effects 1 since \"4.10\"\nhelper \"mark\" 50 (Context) effects 0 since \"4.10\"").Helpers;
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: i32 = ctx.load u32 "len" %0
              %3: i64 = helper "mark" %0
              %4: ptr = ctx.load u32 "data" %0
              %5: i32 = ctx.load u32 "len" %0
              brif %2 -> ^1, ^2
            ^1:
              %6: i64 = helper "adjust" %0, 4
              br -> ^2
            ^2:
              %7: ptr = ctx.load u32 "data" %0
              %8: ptr = ctx.load u32 "data" %0
              %9: i64 = ptrdiff %8, %4
              %10: i32 = trunc %9
              ret %10
            """);
        Assert.True(ValueNumbering.Run(function, helpers));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" %0
            %2: i32 = ctx.load u32 "len" %0
            %3: i64 = helper "mark" %0
            %4: i32 = ctx.load u32 "len" %0
            brif %2 -> ^1, ^2
            ^1:
            %5: i64 = helper "adjust" %0, 4
            br -> ^2
            ^2:
            %6: ptr = ctx.load u32 "data" %0
            %7: i64 = ptrdiff %6, %1
            %8: i32 = trunc %7
            ret %8
            """,
            function);
    }

    [Fact]
    public void Comparisons_passed_before_make_later_ones_simple()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "len" %0
              %2: i32 = lt.u %1, 16
              brif %2 -> ^1, ^2
            ^1:
              %3: i64 = sext %1
              %4: i32 = lt.s %1, 20
              %5: i32 = shr.s %1, 1
              %6: i32 = trunc %3
              %7: i32 = add %5, %6
              brif %4 -> ^3, ^2
            ^2:
              ret 0
            ^3:
              ret %7
            """);
        Assert.True(ConditionalFolding.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            %2: i32 = lt.u %1, 16
            brif %2 -> ^1, ^2
            ^1:
            %3: i64 = zext %1
            %4: i32 = lt.u %1, 20
            %5: i32 = shr.u %1, 1
            %6: i32 = trunc %3
            %7: i32 = add %5, %6
            brif 1 -> ^3, ^2
            ^2:
            ret 0
            ^3:
            ret %7
            """,
            function);
    }
}
