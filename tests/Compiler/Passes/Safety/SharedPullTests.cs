using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Safety;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

/// <summary>Which checks have one pull in common.</summary>
public sealed class SharedPullTests
{
    [Fact]
    public void The_first_of_checks_near_the_start_pulls_for_those_behind_it()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              %3: i32 = pkt.fits #1 %1, %2, 14 @1
              brif %3 -> ^1, ^6
            ^1:
              %4: i32 = load u8 %1
              brif %4 -> ^2, ^3
            ^2:
              %5: i32 = pkt.fits #1 %1, %2, 34 @2
              brif %5 -> ^4, ^6
            ^3:
              %6: ptr = ptradd %1, 14L
              %7: i32 = pkt.fits #1 %6, %2, 40 @3
              brif %7 -> ^4, ^6
            ^4:
              %8: i32 = pkt.fits #1 %1, %2, 67 @4
              brif %8 -> ^5, ^6
            ^5:
              ret 1
            ^6:
              fault #2 @1
            """);
        Assert.True(SharedPulls.Run(IrText.Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ctx.load u32 "data_end" #80 %0
            %3: i32 = pkt.pull #1 %1, 54L @1
            %4: i32 = pkt.fits %1, %2, 14 @1
            brif %4 -> ^1, ^6
            ^1:
            %5: i32 = load u8 %1
            brif %5 -> ^2, ^3
            ^2:
            %6: i32 = pkt.fits %1, %2, 34 @2
            brif %6 -> ^4, ^6
            ^3:
            %7: ptr = ptradd %1, 14L
            %8: i32 = pkt.fits %7, %2, 40 @3
            brif %8 -> ^4, ^6
            ^4:
            %9: i32 = pkt.fits #1 %1, %2, 67 @4
            brif %9 -> ^5, ^6
            ^5:
            ret 1
            ^6:
            fault #2 @1
            """,
            function);
    }

    [Fact]
    public void No_more_is_pulled_than_is_asked_for_where_another_function_tells_how_much_is_linear()
    {
        const string Text = "^0(%0: ptr):\n%1: ptr = ctx.load u32 \"data\" #76 %0\n%2: ptr = ctx.load u32 \"data_end\" #80 %0\n%3: i32 = pkt.fits #1 %1, %2, 14\nbrif %3 -> ^1, ^2\n^1:\n%4: i32 = pkt.fits #1 %1, %2, 34\nbrif %4 -> ^3, ^2\n^2:\nfault #2\n^3:\nret 1\n";
        CompilationContext context = IrText.Context();
        Assert.True(SharedPulls.Run(context, IrText.Function(Text)));
        context.IsLengthSeen = true;
        Assert.False(SharedPulls.Run(context, IrText.Function(Text)));
    }

    [Theory]
    // Beside each other: neither comes first.
    [InlineData("brif %3 -> ^1, ^2\n^1:\n%4: i32 = pkt.fits #1 %1, %2, 14\nbrif %4 -> ^3, ^4\n^2:\n%5: i32 = pkt.fits #1 %1, %2, 34\nbrif %5 -> ^3, ^4")]
    // One that only asks is to know when nothing could be pulled.
    [InlineData("br -> ^1\n^1:\n%4: i32 = pkt.fits #1 %1, %2, 14\nbrif %4 -> ^2, ^4\n^2:\n%5: i32 = pkt.fits #1 %1, %2, 34\nbrif %5 -> ^3, ^3")]
    // The program tells how much is linear.
    [InlineData("%6: i64 = ptrdiff %2, %1\n%7: i32 = trunc %6\nbr -> ^1\n^1:\n%4: i32 = pkt.fits #1 %1, %2, 14\nbrif %4 -> ^2, ^4\n^2:\n%5: i32 = pkt.fits #1 %1, %2, 34\nbrif %5 -> ^3, ^4")]
    public void Others_pull_each_for_itself(string body)
    {
        string text = "^0(%0: ptr):\n%1: ptr = ctx.load u32 \"data\" #76 %0\n%2: ptr = ctx.load u32 \"data_end\" #80 %0\n%3: i32 = ctx.load u32 \"mark\" #8 %0\n" + body + "\n^3:\nret 1\n^4:\nfault #2\n";
        IrFunction function = IrText.Function(text);
        Assert.False(SharedPulls.Run(IrText.Context(), function));
        Assert.Equal(IrPrinter.Print(IrText.Function(text)), IrPrinter.Print(function));
    }

    /// <summary>A check without a mark was a comparison with the number of linear bytes: the program would see that more were pulled.</summary>
    [Fact]
    public void Nothing_is_pulled_for_others_where_the_program_asks_how_much_is_linear() => Assert.False(SharedPulls.Run(IrText.Context(), IrText.Function("""
        ^0(%0: ptr):
          %1: ptr = ctx.load u32 "data" #76 %0
          %2: ptr = ctx.load u32 "data_end" #80 %0
          %3: i32 = pkt.fits #1 %1, %2, 14 @1
          brif %3 -> ^1, ^4
        ^1:
          %4: i32 = pkt.fits %1, %2, 48 @2
          brif %4 -> ^2, ^4
        ^2:
          %5: i32 = pkt.fits #1 %1, %2, 54 @3
          brif %5 -> ^3, ^4
        ^3:
          ret 1
        ^4:
          fault #2 @1
        """)));
}
