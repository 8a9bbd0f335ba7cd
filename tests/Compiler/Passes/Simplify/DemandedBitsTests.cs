using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Simplify;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Simplify;

/// <summary>What becomes of masks and toggles of bits that nobody looks at.</summary>
public sealed class DemandedBitsTests
{
    private const string Declarations = """
        helper "narrow" 1 (Scalar #32, Scalar #16) effects 0 since "4.1"
        helper "wide" 2 (Scalar #64, Scalar) effects 0 since "4.1"
        """;

    [Theory]
    // The last folding of a checksum: the store keeps 16 bits, and no carry comes down from above.
    [InlineData(
        "%5: i64 = and %4, 65535L\n%6: i64 = shr.u %4, 16L\n%7: i64 = add %5, %6\n%8: i32 = trunc %7\n%9: i32 = xor %8, 65535\nstore u16 %1, %9",
        "%5: i64 = and %4, 65535L\n%6: i64 = shr.u %4, 16L\n%7: i64 = add %4, %6\n%8: i32 = trunc %7\n%9: i32 = xor %8, 65535\nstore u16 %1, %9")]
    // Narrowed, and stored as narrow.
    [InlineData("%5: i32 = ext.u8 %3\nstore u8 %1, %5", "%5: i32 = ext.u8 %3\nstore u8 %1, %3")]
    [InlineData("%5: i32 = ext.i16 %3\n%6: i32 = bswap16 %5\nstore u16 %1, %6", "%5: i32 = ext.i16 %3\n%6: i32 = bswap16 %3\nstore u16 %1, %6")]
    // Shifted out.
    [InlineData("%5: i32 = and %3, 255\n%6: i32 = shl %5, 24\nstore u32 %1, %6", "%5: i32 = and %3, 255\n%6: i32 = shl %3, 24\nstore u32 %1, %6")]
    [InlineData("%5: i32 = xor %3, 3\n%6: i32 = shr.u %5, 2\nstore u32 %1, %6", "%5: i32 = xor %3, 3\n%6: i32 = shr.u %3, 2\nstore u32 %1, %6")]
    // A helper whose declaration in C has an int and a u16.
    [InlineData(
        "%5: i32 = ext.u16 %3\n%6: i64 = zext %5\n%7: i64 = sext %3\n%8: i64 = helper \"narrow\" %7, %6",
        "%5: i32 = ext.u16 %3\n%6: i64 = zext %3\n%7: i64 = zext %3\n%8: i64 = helper \"narrow\" %7, %6")]
    // The sign is wanted in memory, but not further up.
    [InlineData("%5: i64 = sext %3\nstore u32 %1, %5", "%5: i64 = zext %3\nstore u32 %1, %5")]
    public void Are_taken_away(string before, string after) => Assert.Equal((true, IrPrinter.Print(Function(after))), Run(before));

    [Theory]
    // One of two uses sees the bits; a comparison sees all; shifted down they are seen; the sign comes down.
    [InlineData("%5: i32 = ext.u8 %3\nstore u8 %1, %5\nstore u16 %1, %5")]
    [InlineData("%5: i32 = and %3, 255\n%6: i32 = eq %5, 7\nstore u8 %1, %6")]
    [InlineData("%5: i32 = and %3, 4095\n%6: i32 = shr.u %5, 4\nstore u16 %1, %6")]
    [InlineData("%5: i32 = and %3, 255\n%6: i32 = shr.s %5, 4\nstore u8 %1, %6")]
    [InlineData("%5: i32 = ext.u16 %3\n%6: i64 = zext %5\n%7: i64 = sext %3\n%8: i64 = helper \"wide\" %7, %6")]
    [InlineData("%5: i64 = sext %3\nstore u32 %1, %5\nstore u64 %1, %5")]
    [InlineData("%5: i32 = xor %3, 2147483647\n%6: i32 = xor %3, -2147483648\n%7: i64 = sext %6\n%8: i64 = shr.u %7, 40L\nstore u8 %1, %8\nstore u32 %1, %5")]
    public void Stay_where_they_are_seen(string body) => Assert.Equal((false, IrPrinter.Print(Function(body))), Run(body));

    [Fact]
    public void What_goes_through_a_block_parameter_is_seen_as_that_is()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: i32 = load u32 %1
              %3: i32 = ext.u16 %2
              %4: i32 = and %2, 65535
              brif %2 -> ^1(%3, %4), ^1(7, 8)
            ^1(%5: i32, %6: i32):
              store u16 %1, %5
              ret %6
            """);
        Assert.True(DemandedBits.Run(function, IrText.Context(Declarations).Module.Helpers));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" %0
            %2: i32 = load u32 %1
            %3: i32 = ext.u16 %2
            %4: i32 = and %2, 65535
            brif %2 -> ^1(%2, %4), ^1(7, 8)
            ^1(%5: i32, %6: i32):
            store u16 %1, %5
            ret %6
            """,
            function);
    }

    private static (bool, string) Run(string body)
    {
        IrFunction function = Function(body);
        bool changed = DemandedBits.Run(function, IrText.Context(Declarations).Module.Helpers);
        return (changed, IrPrinter.Print(function));
    }

    private static IrFunction Function(string body) => IrText.Function(
        "^0(%0: ptr):\n%1: ptr = ctx.load u32 \"data\" %0\n%2: ptr = ptradd %1, 8L\n%3: i32 = load u32 %2\n%4: i64 = load u64 %2\n" + body + "\nret 0\n");
}
