using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Simplify;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Simplify;

/// <summary>Numbers that meet with their bytes swapped, and whoever asks for them would take them as they were.</summary>
public sealed class SwappedParametersTests
{
    private const string Two = """
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "len" #0 %0
          %2: ptr = global.addr "First"
          %3: i32 = load u16 %2
          %4: i32 = bswap16 %3
          brif %1 -> ^2(%4), ^1
        ^1:
          %5: ptr = global.addr "Second"
          %6: i32 = load u16 %5
          %7: i32 = bswap16 %6
          br -> ^2(%7)
        ^2(%8: i32):

        """;

    // The EtherType behind a VLAN tag or not: no way swaps it, the constants are swapped here.
    [Fact]
    public void A_number_that_is_only_compared_meets_as_it_is()
    {
        IrFunction function = IrText.Function(Two + """
              %9: i32 = eq %8, 2048
              brif %9 -> ^3, ^4
            ^3:
              %10: i32 = and %8, 255
              %11: i32 = ne %10, 6
              brif %11 -> ^4, ^5
            ^4:
              switch %8 -> ^6, 34525: ^5, 1: ^6
            ^5:
              ret 1
            ^6:
              ret 2
            """);
        Assert.True(SwappedParameters.Run(function));
        Tidy(function);
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            %2: ptr = global.addr "First"
            %3: i32 = load u16 %2
            brif %1 -> ^2(%3), ^1
            ^1:
            %4: ptr = global.addr "Second"
            %5: i32 = load u16 %4
            br -> ^2(%5)
            ^2(%6: i32):
            %7: i32 = eq %6, 8
            brif %7 -> ^3, ^4
            ^3:
            %8: i32 = and %6, 65280
            %9: i32 = ne %8, 1536
            brif %9 -> ^4, ^5
            ^4:
            switch %6 -> ^6, 56710: ^5, 256: ^6
            ^5:
            ret 1
            ^6:
            ret 2
            """,
            function);
    }

    // Through more than one meeting: IPv4 in IPv6 or IPv6 in IPv6, or IPv4 in IPv4.
    [Fact]
    public void Constants_that_are_swapped_where_they_met_are_swapped_before()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "len" #0 %0
              %2: i32 = ctx.load u32 "mark" #0 %0
              brif %1 -> ^3(2048), ^1
            ^1:
              brif %2 -> ^2(2048), ^2(34525)
            ^2(%3: i32):
              br -> ^3(%3)
            ^3(%4: i32):
              %5: i32 = bswap16 %4
              ret %5
            """);
        Assert.True(SwappedParameters.Run(function));
        Tidy(function);
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            %2: i32 = ctx.load u32 "mark" %0
            brif %1 -> ^3(8), ^1
            ^1:
            brif %2 -> ^2(8), ^2(56710)
            ^2(%3: i32):
            br -> ^3(%3)
            ^3(%4: i32):
            ret %4
            """,
            function);
    }

    // A checksum: 0 is sent as 65535, in the order of the network again.
    [Fact]
    public void A_number_that_is_swapped_back_or_else_is_a_constant_is_not_swapped()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = global.addr "First"
              %2: i32 = load u16 %1
              %3: i32 = bswap16 %2
              %4: i32 = eq %2, 0
              brif %4 -> ^1(65280), ^1(%3)
            ^1(%5: i32):
              %6: i32 = bswap16 %5
              store u16 %1, %6
              ret 0
            """);
        Assert.True(SwappedParameters.Run(function));
        Tidy(function);
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = global.addr "First"
            %2: i32 = load u16 %1
            %3: i32 = eq %2, 0
            brif %3 -> ^1(255), ^1(%2)
            ^1(%4: i32):
            store u16 %1, %4
            ret 0
            """,
            function);
    }

    // What needs it swapped swaps it once, instead of once for each way.
    [Fact]
    public void Two_swaps_before_become_one_behind()
    {
        IrFunction function = IrText.Function(Two + "%9: i32 = add %8, 1\nret %9");
        Assert.True(SwappedParameters.Run(function));
        Tidy(function);
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            %2: ptr = global.addr "First"
            %3: i32 = load u16 %2
            brif %1 -> ^2(%3), ^1
            ^1:
            %4: ptr = global.addr "Second"
            %5: i32 = load u16 %4
            br -> ^2(%5)
            ^2(%6: i32):
            %7: i32 = bswap16 %6
            %8: i32 = add %7, 1
            ret %8
            """,
            function);
    }

    [Theory]
    // Nothing is saved: one swap before, one behind.
    [InlineData("%2: i32 = load u16 %1\n%3: i32 = bswap16 %2\nbrif %2 -> ^1(%3), ^1(7)\n^1(%4: i32):\n%5: i32 = lt.u %4, 9\nret %5")]
    // Swapped for others, too.
    [InlineData("%2: i32 = load u16 %1\n%3: i32 = bswap16 %2\nstore u16 %1, %3\nbrif %2 -> ^1(%3), ^1(7)\n^1(%4: i32):\n%5: i32 = eq %4, 9\nret %5")]
    // The other number is not swapped, or would have to be cut.
    [InlineData("%2: i32 = load u16 %1\n%3: i32 = bswap16 %2\nbrif %2 -> ^1(%3), ^1(%2)\n^1(%4: i32):\n%5: i32 = eq %4, 9\nret %5")]
    [InlineData("%2: i32 = load u32 %1\n%3: i32 = bswap16 %2\nbrif %2 -> ^1(%3), ^1(7)\n^1(%4: i32):\n%5: i32 = eq %4, 9\nret %5")]
    [InlineData("%2: i32 = load u16 %1\n%3: i32 = bswap16 %2\nbrif %2 -> ^1(%3), ^1(70000)\n^1(%4: i32):\n%5: i32 = eq %4, 9\nret %5")]
    // The verifier knows 3 or 5 to be an index; of swapped constants it knows nothing before 6.18.
    [InlineData("%2: i32 = load u16 %1\nbrif %2 -> ^1(3), ^1(5)\n^1(%3: i32):\n%4: i32 = bswap32 %3\n%5: i32 = bswap32 %3\n%6: i32 = xor %4, %3\n%7: i32 = xor %5, %6\nret %7")]
    public void A_number_stays_swapped(string body) => Assert.False(SwappedParameters.Run(IrText.Function("^0(%0: ptr):\n%1: ptr = global.addr \"First\"\n" + body)));

    private static void Tidy(IrFunction function)
    {
        Folder.Run(function);
        Folder.Run(function);
        DeadCode.Run(function, []);
    }
}
