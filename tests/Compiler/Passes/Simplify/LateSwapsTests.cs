using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Simplify;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Simplify;

/// <summary>Where the bytes of a number are swapped that later blocks want.</summary>
public sealed class LateSwapsTests
{
    [Fact]
    public void Right_before_its_first_use()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: i32 = load u32 %1
              %3: i32 = bswap32 %2
              brif %2 -> ^1, ^2(0)
            ^1:
              %4: i32 = load u16 %1
              store u32 %1, %3
              br -> ^2(%4)
            ^2(%5: i32):
              ret %5
            """);
        Assert.True(LateSwaps.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" %0
            %2: i32 = load u32 %1
            brif %2 -> ^1, ^2(0)
            ^1:
            %3: i32 = load u16 %1
            %4: i32 = bswap32 %2
            store u32 %1, %4
            br -> ^2(%3)
            ^2(%5: i32):
            ret %5
            """,
            function);
    }

    [Fact]
    public void Where_the_ways_to_all_its_uses_part()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: i32 = load u16 %1
              %3: i32 = bswap16 %2
              brif %2 -> ^1, ^4(0)
            ^1:
              %4: i32 = load u8 %1
              brif %4 -> ^2, ^3
            ^2:
              store u16 %1, %3
              br -> ^4(%4)
            ^3:
              br -> ^4(%3)
            ^4(%5: i32):
              ret %5
            """);
        Assert.True(LateSwaps.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" %0
            %2: i32 = load u16 %1
            brif %2 -> ^1, ^4(0)
            ^1:
            %3: i32 = load u8 %1
            %4: i32 = bswap16 %2
            brif %3 -> ^2, ^3
            ^2:
            store u16 %1, %4
            br -> ^4(%3)
            ^3:
            br -> ^4(%4)
            ^4(%5: i32):
            ret %5
            """,
            function);
    }

    [Theory]
    // Wanted where it is; by the branch there; in each round of a loop.
    [InlineData("%3: i32 = bswap16 %2\nstore u16 %1, %3\nbrif %2 -> ^1, ^2\n^1:\nstore u32 %1, %3\nbr -> ^2\n^2:\nret 0")]
    [InlineData("%3: i32 = bswap16 %2\nbrif %2 -> ^1(%3), ^1(0)\n^1(%4: i32):\nstore u32 %1, %4\nret 0")]
    [InlineData("%3: i32 = bswap16 %2\nbr -> ^1(0)\n^1(%4: i32):\nstore u32 %1, %3\n%5: i32 = add %4, 1\n%6: i32 = lt.u %5, 5\nbrif %6 -> ^1(%5), ^2\n^2:\nret 0")]
    public void Stays(string body)
    {
        string text = "^0(%0: ptr):\n%1: ptr = ctx.load u32 \"data\" %0\n%2: i32 = load u16 %1\n" + body;
        IrFunction function = IrText.Function(text);
        Assert.False(LateSwaps.Run(function));
        Assert.Equal(IrPrinter.Print(IrText.Function(text)), IrPrinter.Print(function));
    }
}
