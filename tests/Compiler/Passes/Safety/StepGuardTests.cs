using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Safety;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

public sealed class StepGuardTests
{
    [Theory]
    // An index of the packet: with the bytes of the access, small enough for the verifier to follow.
    [InlineData("%1: ptr = ctx.load u32 \"data\" %0\n%2: i32 = ctx.load u32 \"i\" %0", 65532)]
    [InlineData("%1: ptr = ctx.load u32 \"data\" %0\n%2: i32 = ctx.load u8 \"i\" %0", 0)]
    // Of a local, a global, a map's value: within it, the bytes of the access left.
    [InlineData("%1: ptr = slot #64\n%2: i32 = ctx.load u32 \"i\" %0", 61)]
    [InlineData("%1: ptr = global.addr \"table\"\n%2: i32 = ctx.load u32 \"i\" %0", 61)]
    [InlineData("%1: ptr = slot #64\n%9: i32 = ctx.load u32 \"i\" %0\n%2: i32 = and %9, 31", 0)]
    // Known to us, but not to the verifier: a division forgets bounds there.
    [InlineData("%1: ptr = slot #64\n%9: i32 = ctx.load u8 \"i\" %0\n%2: i32 = div.u %9, 8", 61)]
    public void A_variable_step_is_bounded(string body, int limit)
    {
        IrFunction function = IrText.Function("^0(%0: ptr):\n" + body + "\n%3: i64 = sext %2\n%4: ptr = ptradd %1, %3 @5\nstore u32 %4, 1 @5\nret 0");
        Assert.Equal(limit != 0, StepGuards.Run(IrText.Context(GuardTests.Declarations), function) | RegionGuards.Run(IrText.Context(GuardTests.Declarations), function));
        if (limit != 0)
            Assert.Contains($"lt.u %{(body.Contains("%9") ? 3 : 2)}, {limit} @5\n  guard #1", IrPrinter.Print(function));
    }

    // Of an extended number that may be negative and may not, verifiers keep no bounds: what is positive by a sum, they don't see (found by random programs). Of a negative one they do.
    [Theory]
    [InlineData("%9: i32 = ctx.load i8 \"i\" %0", true)]
    [InlineData("%8: i32 = ctx.load u8 \"i\" %0\n%7: i32 = and %8, 127\n%9: i32 = or %7, -128", false)]
    [InlineData("%9: i32 = ctx.load u8 \"i\" %0", false)]
    public void A_step_by_an_extended_number_is_bounded(string number, bool isBounded)
    {
        IrFunction function = IrText.Function("^0(%0: ptr):\n%1: ptr = ctx.load u32 \"data\" %0\n" + number + "\n%3: i64 = sext %9\n%4: i64 = add %3, 128L\n%5: ptr = ptradd %1, %4 @5\nstore u32 %5, 1 @5\nret 0");
        Assert.Equal(isBounded, StepGuards.Run(IrText.Context(GuardTests.Declarations), function));
    }

    // The constant of the slice moves behind the step later on, and the two steps become one (found by random programs).
    [Fact]
    public void A_step_leaves_room_for_what_is_before_it()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: i32 = ctx.load u32 "i" %0
              %3: i64 = zext %2
              %4: ptr = ptradd %1, %3 @5
              store u8 %4, 1
              %5: ptr = ptradd %1, 46L
              %6: ptr = ptradd %5, %3 @6
              store u8 %6, 1
              ret 0
            """);
        Assert.True(StepGuards.Run(IrText.Context(GuardTests.Declarations), function));
        Assert.Contains("lt.u %2, 65489 @5\n  guard #1", IrPrinter.Print(function));
        Assert.Contains("lt.u %2, 65489 @6\n  guard #1", IrPrinter.Print(function));
    }

    // What comes behind the step, on all ways: 100 and 4 bytes. Where it moves on in a loop nobody knows.
    [Theory]
    [InlineData("br -> ^1(%6)", 65432)]
    [InlineData("brif %2 -> ^1(%6), ^1(%8)", 65424)]
    [InlineData("br -> ^3(%6)", 32768)]
    public void A_step_leaves_room_for_what_is_behind_it(string jump, int limit)
    {
        IrFunction function = IrText.Function($$"""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: i32 = ctx.load u32 "i" %0
              %3: i64 = zext %2
              %6: ptr = ptradd %1, %3 @5
              %8: ptr = ptradd %6, 8L
              {{jump}}
            ^1(%4: ptr):
              %7: ptr = ptradd %4, 100L
              store u32 %7, 1
              ret 0
            ^3(%9: ptr):
              %10: i32 = load u8 %9
              %11: ptr = ptradd %9, 1L
              brif %10 -> ^3(%11), ^1(%9)
            """);
        Assert.True(StepGuards.Run(IrText.Context(GuardTests.Declarations), function));
        Assert.Contains($"lt.u %2, {limit} @5\n  guard #1", IrPrinter.Print(function));
    }

    // Sign extension is a register of its own: a compare of the index behind it tells the verifier nothing of it.
    [Fact]
    public void A_step_is_by_the_index_that_was_compared()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: i32 = ctx.load u32 "i" %0
              %3: i64 = sext %2
              %4: i32 = lt.u %2, 100
              brif %4 -> ^1, ^2
            ^1:
              %5: ptr = ptradd %1, %3 @1
              %6: i32 = load u8 %5 @1
              ret %6
            ^2:
              ret 0
            """);
        Assert.True(StepGuards.Run(IrText.Context(GuardTests.Declarations), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: i32 = ctx.load u32 "i" %0
              %3: i64 = sext %2
              %4: i32 = lt.u %2, 100
              brif %4 -> ^1, ^2
            ^1:
              %5: i64 = zext %2 @1
              %6: ptr = ptradd %1, %5 @1
              %7: i32 = load u8 %6 @1
              ret %7
            ^2:
              ret 0
            """,
            function);
    }

    [Fact]
    public void A_counter_is_bounded_by_its_loop()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #32
              br -> ^1(0)
            ^1(%2: i32):
              %3: i32 = lt.s %2, 8
              brif %3 -> ^2, ^3
            ^2:
              %4: i64 = zext %2
              %5: i64 = shl %4, 2L
              %6: ptr = ptradd %1, %5
              store u32 %6, %2
              %7: i32 = add %2, 1
              br -> ^1(%7)
            ^3:
              ret 0
            """);
        Assert.False(RegionGuards.Run(IrText.Context(GuardTests.Declarations), function));
    }

    [Fact]
    public void A_slice_is_compared_where_it_is_used()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #32
              %2: i32 = ctx.load u32 "i" %0
              %3: i64 = sext %2
              %4: ptr = ptradd %1, %3 @1
              %5: i32 = ctx.load u32 "j" %0
              brif %5 -> ^1, ^2
            ^1:
              %6: i64 = zext %5
              %7: ptr = ptradd %4, %6 @2
              %8: ptr = ptradd %7, 4L
              %9: i32 = load u32 %8 @3
              %10: i32 = load u8 %4 @4
              ret %9
            ^2:
              ret 0
            """);
        Assert.True(RegionGuards.Run(IrText.Context(GuardTests.Declarations), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
              %1: ptr = slot #32
              %2: i32 = ctx.load u32 "i" %0
              %3: i64 = sext %2
              %4: ptr = ptradd %1, %3 @1
              %5: i32 = ctx.load u32 "j" %0
              brif %5 -> ^1, ^2
            ^1:
              %6: i64 = zext %5
              %7: ptr = ptradd %4, %6 @2
              %8: ptr = ptradd %7, 4L
              %9: i64 = add %6, %3 @3
              %10: i32 = lt.u %9, 25L @3
              guard #1 %10 @3
              %11: ptr = ptradd %1, %9 @3
              %12: ptr = ptradd %11, 4L @3
              %13: i32 = load u32 %12 @3
              %14: i32 = lt.u %2, 32 @4
              guard #1 %14 @4
              %15: i64 = zext %2 @4
              %16: ptr = ptradd %1, %15 @4
              %17: i32 = load u8 %16 @4
              ret %13
            ^2:
              ret 0
            """,
            function);
    }

    [Fact]
    public void A_step_is_done_anew_behind_the_comparison_that_bounds_it()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #32
              %2: i64 = ctx.load u64 "i" %0
              %3: i32 = lt.u %2, 25L
              brif %3 -> ^1, ^3
            ^1:
              %4: ptr = ptradd %1, %2
              store u64 %4, 0L
              %5: i32 = lt.u %2, 17L
              brif %5 -> ^2, ^3
            ^2:
              %6: ptr = ptradd %4, 8L
              store u64 %6, 0L @7
              ret 1
            ^3:
              ret 0
            """);
        Assert.True(RegionSteps.Run(IrText.Context(GuardTests.Declarations), function));
        Assert.Contains("  %7: ptr = ptradd %1, %2 @7\n  %8: ptr = ptradd %7, 8L @7\n  store u64 %8, 0L @7", IrPrinter.Print(function));
    }
}
