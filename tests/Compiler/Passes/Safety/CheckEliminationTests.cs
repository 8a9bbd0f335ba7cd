using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Safety;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

public sealed class CheckEliminationTests
{
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
        Assert.True(PacketLengths.Run(function, IrText.Context().Module.Helpers));
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
        Assert.True(PacketLengths.Run(function, IrText.Context().Module.Helpers));
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
}
