using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Safety;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

/// <summary>What a pull becomes: the call, and the pointers that are used after it, made anew.</summary>
public sealed class PullLoweringTests
{
    [Fact]
    public void Whether_the_packet_has_bytes_is_asked_of_its_length()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: i32 = ctx.load u32 "mark" #8 %0
              %3: i32 = and %2, 60
              %4: i64 = zext %3
              %5: ptr = ptradd %1, %4
              %6: i32 = pkt.has %1, 100 @1
              %7: i32 = pkt.has %5, 8 @2
              %8: i32 = add %6, %7
              ret %8
            """);
        Assert.True(PullLowering.Run(Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: i32 = ctx.load u32 "mark" #8 %0
            %3: i32 = and %2, 60
            %4: i64 = zext %3
            %5: ptr = ptradd %1, %4
            %6: i32 = ctx.load u32 "len" %0 @1
            %7: i64 = zext %6 @1
            %8: i32 = le.u 100L, %7 @1
            %9: i32 = ctx.load u32 "len" %0 @2
            %10: i64 = zext %9 @2
            %11: ptr = ctx.load u32 "data" #76 %0 @2
            %12: i64 = ptrdiff %5, %11 @2
            %13: i64 = add %12, 8L @2
            %14: i32 = le.u %13, %10 @2
            %15: i32 = add %8, %14
            ret %15
            """,
            function);
    }

    [Fact]
    public void The_packets_bounds_are_read_anew_and_what_was_asked_for_is_proven()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              %3: ptr = ptradd %1, 14L
              %4: i32 = pkt.fits %1, %2, 34 @1
              brif %4 -> ^2, ^1
            ^1:
              %5: i32 = pkt.pull %1, 34 @1
              brif %5 -> ^2, ^3
            ^2:
              %6: i32 = load u8 %3
              ret %6
            ^3:
              fault #2 @1
            """);
        Assert.True(PullLowering.Run(Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ctx.load u32 "data_end" #80 %0
            %3: i32 = pkt.fits %1, %2, 34 @1
            brif %3 -> ^2(%1), ^1
            ^1:
            %4: i64 = helper "bpf_skb_pull_data" %0, 34L @1
            %5: ptr = ctx.load u32 "data" #76 %0 @1
            %6: ptr = ctx.load u32 "data_end" #80 %0 @1
            %7: i32 = pkt.fits %5, %6, 34 @1
            brif %7 -> ^2(%5), ^3 @1
            ^2(%8: ptr):
            %9: ptr = ptradd %8, 14L
            %10: i32 = load u8 %9
            ret %10
            ^3:
            fault #2 @1
            """,
            function);
    }

    [Fact]
    public void A_reference_at_a_variable_place_is_made_anew_from_its_distance_and_proven_as_far_as_before()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              %3: i32 = ctx.load u32 "mark" #8 %0
              %4: i32 = and %3, 60
              %5: i64 = zext %4
              %6: ptr = ptradd %1, %5
              %7: i32 = pkt.fits %6, %2, 20 @1
              brif %7 -> ^1, ^4
            ^1:
              %8: i32 = pkt.fits %1, %2, 1000 @2
              brif %8 -> ^3, ^2
            ^2:
              %9: i32 = pkt.pull %1, 1000 @2
              brif %9 -> ^3, ^4
            ^3:
              %10: i32 = load u16 %6
              ret %10
            ^4:
              fault #2 @1
            """);
        Assert.True(PullLowering.Run(Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ctx.load u32 "data_end" #80 %0
            %3: i32 = ctx.load u32 "mark" #8 %0
            %4: i32 = and %3, 60
            %5: i64 = zext %4
            %6: ptr = ptradd %1, %5
            %7: i32 = pkt.fits %6, %2, 20 @1
            brif %7 -> ^1, ^4
            ^1:
            %8: i32 = pkt.fits %1, %2, 1000 @2
            brif %8 -> ^3(%6), ^2
            ^2:
            %9: ptr = ctx.load u32 "data" #76 %0 @2
            %10: i64 = ptrdiff %6, %9 @2
            %11: i64 = helper "bpf_skb_pull_data" %0, 1000L @2
            %12: i32 = eq %11, 0L @2
            brif %12 -> ^5, ^4 @2
            ^3(%13: ptr):
            %14: i32 = load u16 %13
            ret %14
            ^4:
            fault #2 @1
            ^5:
            %15: ptr = ctx.load u32 "data" #76 %0 @2
            %16: i32 = le.u %10, 60L @2
            brif %16 -> ^6, ^4 @2
            ^6:
            %17: ptr = ptradd %15, %10 @2
            %18: ptr = ctx.load u32 "data_end" #80 %0 @2
            %19: i32 = pkt.fits %17, %18, 20 @2
            brif %19 -> ^3(%17), ^4 @2
            """,
            function);
    }

    [Fact]
    public void The_distance_of_what_was_asked_for_is_taken_once_from_the_start_at_hand()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              %3: i32 = ctx.load u32 "mark" #8 %0
              %4: i32 = and %3, 60
              %5: i64 = zext %4
              %6: ptr = ptradd %1, %5
              %7: i32 = pkt.fits %6, %2, 20 @1
              brif %7 -> ^2, ^1
            ^1:
              %8: i32 = pkt.pull %6, 20 @1
              brif %8 -> ^2, ^3
            ^2:
              %9: i32 = load u16 %6
              %10: i32 = load u8 %1
              %11: i32 = add %9, %10
              ret %11
            ^3:
              fault #2 @1
            """);
        Assert.True(PullLowering.Run(Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ctx.load u32 "data_end" #80 %0
            %3: i32 = ctx.load u32 "mark" #8 %0
            %4: i32 = and %3, 60
            %5: i64 = zext %4
            %6: ptr = ptradd %1, %5
            %7: i32 = pkt.fits %6, %2, 20 @1
            brif %7 -> ^2(%6, %1), ^1
            ^1:
            %8: i64 = ptrdiff %6, %1 @1
            %9: i64 = add %8, 20L @1
            %10: i64 = helper "bpf_skb_pull_data" %0, %9 @1
            %11: ptr = ctx.load u32 "data" #76 %0 @1
            %12: i32 = le.u %8, 60L @1
            brif %12 -> ^4, ^3 @1
            ^2(%13: ptr, %14: ptr):
            %15: i32 = load u16 %13
            %16: i32 = load u8 %14
            %17: i32 = add %15, %16
            ret %17
            ^3:
            fault #2 @1
            ^4:
            %18: ptr = ptradd %11, %8 @1
            %19: ptr = ctx.load u32 "data_end" #80 %0 @1
            %20: i32 = pkt.fits %18, %19, 20 @1
            brif %20 -> ^2(%18, %11), ^3 @1
            """,
            function);
    }

    [Fact]
    public void A_shared_pull_compares_numbers_and_asks_for_no_more_than_the_packet_has()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              %3: i32 = pkt.pull #1 %1, 34L @1
              %4: i32 = pkt.fits %1, %2, 14 @1
              brif %4 -> ^1, ^2
            ^1:
              %5: i32 = load u8 %1
              ret %5
            ^2:
              fault #2 @1
            """);
        Assert.True(PullLowering.Run(Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ctx.load u32 "data_end" #80 %0
            %3: i64 = ptrdiff %2, %1 @1
            %4: i32 = lt.u %3, 34L @1
            brif %4 -> ^4, ^1(%2, %1) @1
            ^1(%5: ptr, %6: ptr):
            %7: i32 = pkt.fits %6, %5, 14 @1
            brif %7 -> ^2, ^3
            ^2:
            %8: i32 = load u8 %6
            ret %8
            ^3:
            fault #2 @1
            ^4:
            %9: i32 = ctx.load u32 "len" %0 @1
            %10: i64 = zext %9 @1
            %11: i32 = lt.u %10, 34L @1
            brif %11 -> ^5(%10), ^5(34L) @1
            ^5(%12: i64):
            %13: i32 = le.u %12, %3 @1
            brif %13 -> ^1(%2, %1), ^6 @1
            ^6:
            %14: i64 = helper "bpf_skb_pull_data" %0, %12 @1
            %15: ptr = ctx.load u32 "data" #76 %0 @1
            %16: ptr = ctx.load u32 "data_end" #80 %0 @1
            br -> ^1(%16, %15) @1
            """,
            function);
    }

    [Fact]
    public void A_reference_that_may_be_absent_stays_absent()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              %3: i32 = pkt.fits %1, %2, 14 @1
              brif %3 -> ^1(%1), ^1(null)
            ^1(%4: ptr):
              %5: i32 = pkt.fits %1, %2, 1000 @2
              brif %5 -> ^3, ^2
            ^2:
              %6: i32 = pkt.pull %1, 1000 @2
              brif %6 -> ^3, ^4
            ^3:
              %7: i32 = eq %4, null
              ret %7
            ^4:
              fault #2 @1
            """);
        Assert.True(PullLowering.Run(Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ctx.load u32 "data_end" #80 %0
            %3: i32 = pkt.fits %1, %2, 14 @1
            brif %3 -> ^1(%1), ^1(null)
            ^1(%4: ptr):
            %5: i32 = pkt.fits %1, %2, 1000 @2
            brif %5 -> ^3(%4), ^2
            ^2:
            %6: ptr = ctx.load u32 "data" #76 %0 @2
            %7: i32 = ne %4, null @2
            brif %7 -> ^5, ^6(-1L) @2
            ^3(%8: ptr):
            %9: i32 = eq %8, null
            ret %9
            ^4:
            fault #2 @1
            ^5:
            %10: i64 = ptrdiff %4, %6 @2
            br -> ^6(%10) @2
            ^6(%11: i64):
            %12: i64 = helper "bpf_skb_pull_data" %0, 1000L @2
            %13: i32 = eq %12, 0L @2
            brif %13 -> ^7, ^4 @2
            ^7:
            %14: ptr = ctx.load u32 "data" #76 %0 @2
            %15: i32 = le.u %11, 0L @2
            brif %15 -> ^8, ^9(null) @2
            ^8:
            %16: ptr = ptradd %14, %11 @2
            br -> ^9(%16) @2
            ^9(%17: ptr):
            br -> ^3(%17) @2
            """,
            function);
    }

    [Fact]
    public void On_the_way_of_a_fault_references_are_made_anew_too()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              %3: i32 = pkt.fits %1, %2, 14 @1
              brif %3 -> ^1, ^4
            ^1:
              %4: i32 = pkt.fits %1, %2, 34 @2
              brif %4 -> ^4, ^2
            ^2:
              %5: i32 = pkt.pull %1, 34 @2
              brif %5 -> ^4, ^3
            ^3:
              store u8 %1, 1
              fault #2 @2
            ^4:
              ret 4
            """);
        Assert.True(PullLowering.Run(Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ctx.load u32 "data_end" #80 %0
            %3: i32 = pkt.fits %1, %2, 14 @1
            brif %3 -> ^1, ^4
            ^1:
            %4: i32 = pkt.fits %1, %2, 34 @2
            brif %4 -> ^4, ^2
            ^2:
            %5: i64 = helper "bpf_skb_pull_data" %0, 34L @2
            %6: i32 = eq %5, 0L @2
            brif %6 -> ^6, ^5 @2
            ^3:
            store u8 %7, 1
            fault #2 @2
            ^4:
            ret 4
            ^5:
            %7: ptr = ctx.load u32 "data" #76 %0 @2
            %8: ptr = ctx.load u32 "data_end" #80 %0 @2
            %9: i32 = pkt.fits %7, %8, 14 @2
            brif %9 -> ^3, ^7 @2
            ^6:
            br -> ^4 @2
            ^7:
            fault #2 @2
            """,
            function);
    }

    private static CompilationContext Context()
    {
        CompilationContext context = IrText.Context();
        context.ProgramKind = "tc";
        return context;
    }
}
