using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Safety;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

public sealed class ConvergingOffsetTests
{
    private const string Walk = """
        ^0(%0: ptr):
          %1: ptr = ctx.load u32 "data" %0
          %2: ptr = ctx.load u32 "data_end" #4 %0
          %3: i32 = ctx.load u32 "a" %0
          switch %3 -> ^1, 1: ^2, 2: ^3
        ^1:
          %4: i32 = load u16 %1
          br -> ^4(%4, 14)
        ^2:
          %5: i32 = load u16 %1
          br -> ^4(%5, 18)
        ^3:
          %6: i32 = load u16 %1

        """;

    // A VLAN stack: what comes behind it is walked once, not once for each length. The type that is at hand hides the offset, the mask bounds it.
    [Fact]
    public void Three_lengths_that_meet_become_one_number()
    {
        IrFunction function = IrText.Function(Walk + """
              br -> ^4(%6, 22)
            ^4(%7: i32, %8: i32):
              %9: i32 = eq %7, 8
              %10: i64 = zext %8
              %11: ptr = ptradd %1, %10
              %12: i32 = pkt.fits %11, %2, 20
              ret %9
            """);
        Assert.True(ConvergingOffsets.Run(IrText.Context(""), function));
        IrText.AssertBody(
            Walk + """
              br -> ^4(%6, 22)
            ^4(%7: i32, %8: i32):
              %9: i32 = opaque %8, %7
              %10: i32 = and %9, 32767
              %11: i32 = eq %7, 8
              %12: i64 = zext %10
              %13: ptr = ptradd %1, %12
              %14: i32 = pkt.fits %13, %2, 20
              ret %11
            """,
            function);
    }

    [Theory]
    // Two lengths are walked faster than hidden.
    [InlineData("br -> ^4(%6, 18)", "%1")]
    // What is stepped through needs closer bounds than a packet.
    [InlineData("br -> ^4(%6, 22)", "%20")]
    public void Left_alone(string edge, string root)
    {
        string text = (Walk + edge + "\n" + """
            ^4(%7: i32, %8: i32):
              %20: ptr = slot #32
              %9: i32 = eq %7, 8
              %10: i64 = zext %8
              %11: ptr = ptradd ROOT, %10
              %12: i32 = load u8 %11
              ret %9
            """).Replace("ROOT", root, System.StringComparison.Ordinal);
        Assert.False(ConvergingOffsets.Run(IrText.Context(""), IrText.Function(text)));
    }

    // IPv6 extension headers: each round knows no more of the offset than the one before. Nothing is at hand: the swap of its bytes hides it.
    [Fact]
    public void What_a_round_adds_is_forgotten_before_the_next()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              br -> ^1(0, 54)
            ^1(%2: i32, %3: i32):
              %4: i32 = lt.u %2, 6
              brif %4 -> ^2, ^3
            ^2:
              %5: i64 = zext %3
              %6: ptr = ptradd %1, %5
              %7: i32 = load u8 %6
              %8: i32 = add %3, %7
              %9: i32 = add %2, 1
              br -> ^1(%9, %8)
            ^3:
              ret %2
            """);
        Assert.True(ConvergingOffsets.Run(IrText.Context(""), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              br -> ^1(0, 54)
            ^1(%2: i32, %3: i32):
              %4: i32 = lt.u %2, 6
              brif %4 -> ^2, ^3
            ^2:
              %5: i64 = zext %3
              %6: ptr = ptradd %1, %5
              %7: i32 = load u8 %6
              %8: i32 = add %3, %7
              %9: i32 = add %2, 1
              %10: i32 = opaque %8, 0
              br -> ^1(%9, %10)
            ^3:
              ret %2
            """,
            function);
    }
}
