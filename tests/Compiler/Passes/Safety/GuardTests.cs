using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Safety;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

public sealed class GuardTests
{
    private const string Declarations = """
        helper "lookup" 1 (Map, MapKey) effects 2 since "3.19"
        helper "output" 130 (Map, ReadMemory, Size, Scalar) effects 0 since "5.8"
        map "M" type 1 key u32 value [Value] max 1 flags 0 pin 0
        type "Value" sequential { "e": u32 * 16; }
        global "table": [Value]
        """;

    [Fact]
    public void An_access_that_no_check_covers_gets_one()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              %3: i32 = pkt.fits %1, %2, 14
              guard #2 %3 @1
              %4: ptr = ptradd %1, 12L
              %5: i32 = load u16 %4 @2
              %6: ptr = ptradd %1, 20L
              %7: i32 = load u32 %6 @3
              %8: i32 = load u8 %6 @4
              ret %5
            """);
        Assert.True(AccessGuards.Run(IrText.Context(Declarations), function, "xdp"));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" %0
            %2: ptr = ctx.load u32 "data_end" #4 %0
            %3: i32 = pkt.fits %1, %2, 14
            guard #2 %3 @1
            %4: ptr = ptradd %1, 12L
            %5: i32 = load u16 %4 @2
            %6: ptr = ptradd %1, 20L
            %7: ptr = ctx.load u32 "data_end" #4 %0 @3
            %8: i32 = pkt.fits %1, %7, 24 @3
            guard #1 %8 @3
            %9: i32 = load u32 %6 @3
            %10: i32 = load u8 %6 @4
            ret %5
            """,
            function);
    }

    [Fact]
    public void A_check_counts_only_where_every_way_has_passed_one()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              %3: i32 = ctx.load u32 "len" %0
              brif %3 -> ^1, ^2
            ^1:
              %4: i32 = pkt.fits %1, %2, 14
              brif %4 -> ^3(%1), ^4
            ^2:
              %5: i32 = pkt.fits %1, %2, 34
              brif %5 -> ^3(%1), ^4
            ^3(%6: ptr):
              %7: i32 = load u8 %1 @1
              %8: ptr = ptradd %6, 10L
              %9: i32 = load u32 %8 @2
              %10: ptr = ptradd %1, 14L
              %11: i32 = load u8 %10 @3
              ret %7
            ^4:
              ret 0
            """);
        Assert.True(AccessGuards.Run(IrText.Context(Declarations), function, "xdp"));
        string text = IrPrinter.Print(function);
        Assert.DoesNotContain("guard #1 %10 @1", text);
        Assert.DoesNotContain("@2\n  guard", text);
        Assert.Contains("pkt.fits %1, %11, 15 @3\n  guard #1 %12 @3", text);
    }

    [Fact]
    public void A_map_value_is_tested_before_its_first_use_and_once()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #4
              store u32 %1, 0
              %2: ptr = map.addr "M"
              %3: ptr = helper "lookup" %2, %1
              %4: ptr = ptradd %3, 4L
              %5: i32 = load u32 %4 @1
              %6: i32 = load u32 %3 @2
              ret %5
            """);
        Assert.True(AccessGuards.Run(IrText.Context(Declarations), function, "xdp"));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = slot #4
            store u32 %1, 0
            %2: ptr = map.addr "M"
            %3: ptr = helper "lookup" %2, %1
            %4: ptr = ptradd %3, 4L
            %5: i32 = ne %3, null @1
            guard #7 %5 @1
            %6: i32 = load u32 %4 @1
            %7: i32 = load u32 %3 @2
            ret %6
            """,
            function);
    }

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
        Assert.Equal(limit != 0, StepGuards.Run(IrText.Context(Declarations), function) | RegionGuards.Run(IrText.Context(Declarations), function));
        if (limit != 0)
            Assert.Contains($"lt.u %{(body.Contains("%9") ? 3 : 2)}, {limit} @5\n  guard #1", IrPrinter.Print(function));
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
        Assert.True(StepGuards.Run(IrText.Context(Declarations), function));
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
        Assert.True(StepGuards.Run(IrText.Context(Declarations), function));
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
        Assert.True(StepGuards.Run(IrText.Context(Declarations), function));
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
        Assert.False(RegionGuards.Run(IrText.Context(Declarations), function));
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
        Assert.True(RegionGuards.Run(IrText.Context(Declarations), function));
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
        Assert.True(RegionSteps.Run(IrText.Context(Declarations), function));
        Assert.Contains("  %7: ptr = ptradd %1, %2 @7\n  %8: ptr = ptradd %7, 8L @7\n  store u64 %8, 0L @7", IrPrinter.Print(function));
    }

    [Fact]
    public void Proven_checks_are_not_made_twice()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              %3: i32 = pkt.fits %1, %2, 34
              brif %3 -> ^1, ^3
            ^1:
              %4: ptr = ptradd %1, 4L
              %5: i32 = pkt.fits %4, %2, 30
              guard #2 %5
              %6: i32 = pkt.fits %4, %2, 31
              guard #2 %6
              %7: ptr = slot #4
              %8: ptr = map.addr "M"
              %9: ptr = helper "lookup" %8, %7
              %10: i32 = eq %9, null
              brif %10 -> ^3, ^2
            ^2:
              %11: i32 = ne %9, null
              guard #7 %11
              ret 1
            ^3:
              ret 0
            """);
        Assert.True(CheckElimination.Run(function));
        string text = IrPrinter.Print(function, withSpans: false);
        Assert.Contains("pkt.fits %4, %2, 30\n  guard #2 1\n", text);
        Assert.Contains("pkt.fits %4, %2, 31\n  guard #2 %6\n", text);
        Assert.Contains("guard #7 1\n", text);
    }

    [Fact]
    public void A_length_that_is_only_compared_is_a_packet_check()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              %3: i64 = ptrdiff %2, %1
              %4: i32 = trunc %3
              %5: i32 = le.u 14, %4
              guard #1 %5
              %6: i32 = add %4, -14
              %7: i32 = lt.u 3, %6
              guard #1 %7
              %8: i32 = lt.u %4, 60
              ret %8
            """);
        Assert.True(PacketLengths.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" %0
            %2: ptr = ctx.load u32 "data_end" #4 %0
            %3: i64 = ptrdiff %2, %1
            %4: i32 = trunc %3
            %5: i32 = pkt.fits %1, %2, 14
            %6: i32 = ne %5, 0
            guard #1 %6
            %7: i32 = add %4, -14
            %8: i32 = pkt.fits %1, %2, 18
            %9: i32 = ne %8, 0
            guard #1 %9
            %10: i32 = pkt.fits %1, %2, 60
            %11: i32 = eq %10, 0
            ret %11
            """,
            function);
    }

    [Fact]
    public void A_small_index_below_the_length_is_a_packet_check()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              %3: i64 = ptrdiff %2, %1
              %4: i32 = trunc %3
              %5: i32 = ctx.load u8 "i" %0
              %6: i32 = lt.u %5, %4
              %7: i32 = ctx.load u32 "j" %0
              %8: i32 = lt.u %7, %4
              %9: i32 = add %6, %8
              ret %9
            """);
        Assert.True(PacketLengths.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" %0
            %2: ptr = ctx.load u32 "data_end" #4 %0
            %3: i64 = ptrdiff %2, %1
            %4: i32 = trunc %3
            %5: i32 = ctx.load u8 "i" %0
            %6: i64 = zext %5
            %7: ptr = ptradd %1, %6
            %8: i32 = pkt.fits %7, %2, 1
            %9: i32 = ne %8, 0
            %10: i32 = ctx.load u32 "j" %0
            %11: i32 = lt.u %10, %4
            %12: i32 = add %9, %11
            ret %12
            """,
            function);
    }

    [Fact]
    public void A_length_guard_that_the_packet_check_implies_goes()
    {
        const string Body = """
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              %3: i32 = ctx.load u32 "i" %0
              %4: i64 = ptrdiff %2, %1
              %5: i32 = trunc %4
              %6: i32 = lt.u %3, %5
              guard #1 %6 @7
              %7: i32 = lt.u %3, 32768
              guard #1 %7 @7
              %8: i64 = zext %3
              %9: ptr = ptradd %1, %8
              %10: i32 = pkt.fits %9, %2, 1
              guard #1 %10 @PLACE
              ret 0
            """;
        IrFunction function = IrText.Function(Body.Replace("PLACE", "7"));
        Assert.True(ImpliedGuards.Run(function));
        Assert.DoesNotContain("guard #1 %6", IrPrinter.Print(function));
        // Another place would be blamed for the fault.
        Assert.False(ImpliedGuards.Run(IrText.Function(Body.Replace("PLACE", "8"))));
    }

    [Fact]
    public void Packet_memory_goes_to_the_stack_for_helpers_that_refuse_it()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: ptr = map.addr "M"
              %3: ptr = helper "lookup" %2, %1 @1
              %4: i64 = helper "output" %2, %1, 16, 0 @2
              ret 0
            """);
        Assert.True(HelperArguments.Run(IrText.Context(Declarations), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = slot "output" #16 @2
            %2: ptr = ctx.load u32 "data" %0
            %3: ptr = map.addr "M"
            %4: ptr = helper "lookup" %3, %2 @1
            copy #16 %1, %2 @2
            %5: i64 = helper "output" %3, %1, 16, 0 @2
            ret 0
            """,
            function);
    }

    [Fact]
    public void Stack_bytes_that_were_never_written_are_zeroed_before_others_read_them()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #16
              %2: ptr = slot #8
              %3: i32 = ctx.load u32 "len" %0
              store u32 %1, 1
              %4: ptr = ptradd %1, 8L
              store u64 %4, 2L
              brif %3 -> ^1, ^2
            ^1:
              store u64 %2, 5L
              br -> ^2
            ^2:
              %5: ptr = map.addr "M"
              %6: i64 = helper "output" %5, %1, 16, 0 @4
              %7: i32 = load u32 %2 @5
              ret %7
            """);
        Assert.True(SlotInitialisation.Run(IrText.Context(Declarations), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = slot #16
            %2: ptr = slot #8
            %3: ptr = ptradd %2, 0L
            zero #4 %3
            %4: i32 = ctx.load u32 "len" %0
            store u32 %1, 1
            %5: ptr = ptradd %1, 8L
            store u64 %5, 2L
            brif %4 -> ^1, ^2
            ^1:
            store u64 %2, 5L
            br -> ^2
            ^2:
            %6: ptr = map.addr "M"
            %7: ptr = ptradd %1, 4L @4
            zero #4 %7 @4
            %8: i64 = helper "output" %6, %1, 16, 0 @4
            %9: i32 = load u32 %2 @5
            ret %9
            """,
            function);
    }
}
