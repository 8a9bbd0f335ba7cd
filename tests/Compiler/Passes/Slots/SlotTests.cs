using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Simplify;
using BpfSharp.Compiler.Passes.Slots;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Slots;

public sealed class SlotTests
{
    [Fact]
    public void A_slot_falls_into_the_pieces_that_are_used()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #16
              zero #16 %1
              %2: ptr = ptradd %1, 4L
              store u16 %2, 7
              %3: ptr = ptradd %1, 8L
              %4: i64 = load i64 %3
              %5: i32 = load u16 %2
              ret %5
            """);
        Assert.True(SlotSplitting.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = slot #2
            %2: ptr = slot #8
            store u16 %1, 0
            store i64 %2, 0L
            store u16 %1, 7
            %3: i64 = load i64 %2
            %4: i32 = load u16 %1
            ret %4
            """,
            function);
    }

    [Fact]
    public void Copies_between_slots_move_the_same_pieces_on_both_sides()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #16
              %2: ptr = slot #24
              %3: ptr = ptradd %1, 8L
              store ptr %3, %0
              %4: ptr = ptradd %2, 8L
              copy #16 %4, %1
              %5: ptr = ptradd %2, 16L
              %6: ptr = load ptr %5
              %7: i32 = load u32 %4
              ret %7
            """);
        Assert.True(SlotSplitting.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = slot #4
            %2: ptr = slot #8
            %3: ptr = slot #4
            %4: ptr = slot #8
            store ptr %2, %0
            %5: i32 = load u32 %1
            store u32 %3, %5
            %6: ptr = load ptr %2
            store ptr %4, %6
            %7: ptr = load ptr %4
            %8: i32 = load u32 %3
            ret %8
            """,
            function);
    }

    [Fact]
    public void What_is_copied_to_other_memory_moves_in_wide_pieces()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #12
              %2: ptr = global.addr "in"
              %3: ptr = global.addr "out"
              copy #12 %1, %2
              copy #12 %3, %1
              ret 0
            """);
        Assert.True(SlotSplitting.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = slot #8
            %2: ptr = slot #4
            %3: ptr = global.addr "in"
            %4: ptr = global.addr "out"
            %5: i64 = load i64 %3
            store i64 %1, %5
            %6: ptr = ptradd %3, 8L
            %7: i32 = load u32 %6
            store u32 %2, %7
            %8: i64 = load i64 %1
            store i64 %4, %8
            %9: ptr = ptradd %4, 8L
            %10: i32 = load u32 %2
            store u32 %9, %10
            ret 0
            """,
            function);
    }

    [Theory]
    [InlineData("%2: i64 = helper \"h\" %1")]
    [InlineData("%2: i64 = load i64 %0\n%3: ptr = ptradd %1, %2\n%4: i32 = load u8 %3")]
    [InlineData("store ptr %0, %1")]
    [InlineData("%2: ptr = ptradd %1, 14L\n%3: i32 = load u32 %2")]
    [InlineData("br -> ^1(%1)\n^1(%2: ptr):\nzero #16 %2")]
    public void A_slot_whose_address_goes_elsewhere_stays(string use)
    {
        IrFunction function = IrText.Function("^0(%0: ptr):\n%1: ptr = slot #16\nzero #16 %1\n" + use + "\nret 0");
        Assert.False(SlotSplitting.Run(function));
        Assert.False(SlotPromotion.Run(function));
    }

    [Fact]
    public void Reading_a_copy_that_nobody_wants_may_still_fault()
    {
        const string Body = "^0(%0: ptr):\n%1: ptr = slot #16\n%2: ptr = ctx.load u32 \"data\" %0\ncopy #16 %1, %2 @5\nret 0";
        IrFunction before = IrText.Function(Body);
        SlotSplitting.Run(before);
        IrText.AssertBody("^0(%0: ptr):\n%1: ptr = ctx.load u32 \"data\" %0\n%2: ptr = ptradd %1, 15L @5\n%3: i32 = load u8 %2 @5\nret 0", before);
        IrFunction after = IrText.Function(Body);
        SlotSplitting.Run(after, faultsAreExplicit: true);
        IrText.AssertBody("^0(%0: ptr):\n%1: ptr = ctx.load u32 \"data\" %0\nret 0", after);
    }

    [Fact]
    public void Values_meet_in_parameters_only_where_they_are_wanted()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #4
              %2: ptr = slot #4
              %3: i32 = ctx.load u32 "len" %0
              store i32 %1, 1
              store i32 %2, 2
              brif %3 -> ^1, ^2
            ^1:
              store i32 %1, 3
              store i32 %2, 4
              br -> ^2
            ^2:
              %4: i32 = load i32 %1
              ret %4
            """);
        Assert.True(SlotPromotion.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            brif %1 -> ^1, ^2(1)
            ^1:
            br -> ^2(3)
            ^2(%2: i32):
            ret %2
            """,
            function);
    }

    [Fact]
    public void A_loops_variable_becomes_a_parameter_of_its_head()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #4
              store i32 %1, 0
              br -> ^1
            ^1:
              %2: i32 = load i32 %1
              %3: i32 = lt.s %2, 10
              brif %3 -> ^2, ^3
            ^2:
              %4: i32 = load i32 %1
              %5: i32 = add %4, 1
              store i32 %1, %5
              br -> ^1
            ^3:
              ret %2
            """);
        Assert.True(SlotPromotion.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            br -> ^1(0)
            ^1(%1: i32):
            %2: i32 = lt.s %1, 10
            brif %2 -> ^2, ^3
            ^2:
            %3: i32 = add %1, 1
            br -> ^1(%3)
            ^3:
            ret %1
            """,
            function);
    }

    [Fact]
    public void Memory_keeps_the_low_bits()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #1
              %2: ptr = slot #2
              %3: i32 = ctx.load u32 "len" %0
              store u8 %1, %3
              %4: i32 = load i8 %1
              store u16 %2, %3
              %5: i32 = load u16 %2
              %6: i32 = load i16 %2
              %7: i32 = add %4, %5
              %8: i32 = add %7, %6
              ret %8
            """);
        Assert.True(SlotPromotion.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            %2: i32 = ext.i8 %1
            %3: i32 = ext.u16 %1
            %4: i32 = ext.i16 %1
            %5: i32 = add %2, %3
            %6: i32 = add %5, %4
            ret %6
            """,
            function);
    }

    [Fact]
    public void Dead_code_takes_unused_values_parameters_and_writes_to_unread_slots()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #8
              %2: ptr = ptradd %1, 4L
              store u32 %2, 5
              zero #8 %1
              %3: i32 = ctx.load u32 "len" %0
              %4: i32 = add %3, 1
              %5: i64 = helper "time"
              %6: i64 = helper "effect"
              %7: ptr = global.addr "g"
              %8: i32 = load u32 %7
              br -> ^1(%3, %4)
            ^1(%9: i32, %10: i32):
              ret %9
            """);
        IrModule module = IrText.Module("helper \"time\" 5 () effects 4 since \"4.1\"\nhelper \"effect\" 6 () effects 0 since \"4.1\"");
        Assert.True(DeadCode.Run(function, module.Helpers));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            %2: i64 = helper "effect"
            br -> ^1(%1)
            ^1(%3: i32):
            ret %3
            """,
            function);
    }

    [Fact]
    public void A_step_of_nothing_is_the_slot_itself()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #4
              %2: i32 = ctx.load u32 "len" %0
              store u32 %1, %2
              %3: ptr = ptradd %1, 0L
              %4: i32 = load u32 %3
              ret %4
            """);
        Assert.True(SlotPromotion.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            ret %1
            """,
            function);
    }
}
