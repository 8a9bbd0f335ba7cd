using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Simplify;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Simplify;

public sealed class FoldingTests
{
    // In the bodies: %1 is any i32, %2 any i64, %3 a u8, %4 a u16, %5 packet data, %6 its end. The last instruction's value is returned.
    [Theory]
    // Constants, with C#'s wrap-around, masks of counts and sign extension.
    [InlineData("%9: i32 = add 2147483647, 1", "ret -2147483648")]
    [InlineData("%9: i32 = mul 65536, 65537", "ret 65536")]
    [InlineData("%9: i32 = shl 1, 33", "ret 2")]
    [InlineData("%9: i32 = shr.s -8, 1", "ret -4")]
    [InlineData("%9: i32 = shr.u -8, 1", "ret 2147483644")]
    [InlineData("%9: i32 = div.u -1, 2", "ret 2147483647")]
    [InlineData("%9: i32 = rem.s -7, 3", "ret -1")]
    [InlineData("%9: i32 = ext.i8 200", "ret -56")]
    [InlineData("%9: i32 = bswap16 258", "ret 513")]
    [InlineData("%9: i32 = bswap32 1", "ret 16777216")]
    [InlineData("%9: i32 = lt.u -1, 1", "ret 0")]
    [InlineData("%9: i32 = lt.s -1, 1", "ret 1")]
    // A division that would trap stays for the guard before it.
    [InlineData("%9: i32 = div.s 5, 0", "%7: i32 = div.u 5, 0\nret %7")]
    [InlineData("%9: i32 = rem.s -2147483648, -1", "%7: i32 = rem.s -2147483648, -1\nret %7")]
    // Identities.
    [InlineData("%9: i32 = add %1, 0", "ret %1")]
    [InlineData("%9: i32 = add 3, %1", "%7: i32 = add %1, 3\nret %7")]
    [InlineData("%8: i32 = add %1, 3\n%9: i32 = add %8, 4", "%7: i32 = add %1, 3\n%8: i32 = add %1, 7\nret %8")]
    [InlineData("%9: i32 = sub %1, 5", "%7: i32 = add %1, -5\nret %7")]
    [InlineData("%9: i32 = sub %1, %1", "ret 0")]
    [InlineData("%9: i32 = mul %1, 8", "%7: i32 = shl %1, 3\nret %7")]
    [InlineData("%9: i32 = mul %1, 0", "ret 0")]
    [InlineData("%9: i32 = div.u %1, 16", "%7: i32 = shr.u %1, 4\nret %7")]
    [InlineData("%9: i32 = div.s %3, 16", "%7: i32 = shr.u %3, 4\nret %7")]
    [InlineData("%9: i32 = rem.u %1, 16", "%7: i32 = and %1, 15\nret %7")]
    [InlineData("%9: i32 = and %3, 255", "ret %3")]
    [InlineData("%9: i32 = and %1, 0", "ret 0")]
    [InlineData("%9: i32 = or %1, -1", "ret -1")]
    [InlineData("%9: i32 = shl %1, 35", "%7: i32 = shl %1, 3\nret %7")]
    [InlineData("%8: i32 = and %3, 31\n%9: i32 = shl %1, %8", "%7: i32 = and %3, 31\n%8: i32 = shl %1, %3\nret %8")]
    [InlineData("%8: i32 = not %1\n%9: i32 = not %8", "%7: i32 = not %1\nret %1")]
    [InlineData("%8: i32 = shl %4, 8\n%9: i32 = and %8, 255", "%7: i32 = shl %4, 8\nret 0")]
    [InlineData("%9: i32 = shr.u %4, 16", "ret 0")]
    // A masked complement of few bits toggles just these; toggled twice they are what they were.
    [InlineData("%8: i32 = not %4\n%9: i32 = ext.u16 %8", "%7: i32 = not %4\n%8: i32 = xor %4, 65535\nret %8")]
    [InlineData("%8: i32 = xor %4, 65535\n%9: i32 = not %8", "%7: i32 = xor %4, 65535\n%8: i32 = xor %4, -65536\nret %8")]
    [InlineData("%8: i32 = not %1\n%9: i32 = ext.u16 %8", "%7: i32 = not %1\n%8: i32 = ext.u16 %7\nret %8")]
    // What a constant adds to a number stands beside it: either half of "x | c" is known where the other has no bits.
    [InlineData("%8: i32 = or %4, 168034304\n%9: i32 = shr.u %8, 16", "%7: i32 = or %4, 168034304\nret 2564")]
    [InlineData("%8: i32 = or %4, 168034304\n%9: i32 = and %8, 65535", "%7: i32 = or %4, 168034304\nret %4")]
    [InlineData("%8: i32 = or %1, 168034304\n%9: i32 = ext.u16 %8", "%7: i32 = or %1, 168034304\n%8: i32 = ext.u16 %1\nret %8")]
    [InlineData("%8: i32 = or %4, 168034305\n%9: i32 = shr.u %8, 8", "%7: i32 = or %4, 168034305\n%8: i32 = shr.u %7, 8\nret %8")]
    [InlineData("%8: i32 = or %1, 168034305\n%9: i32 = and %8, 65535", "%7: i32 = or %1, 168034305\n%8: i32 = and %7, 65535\nret %8")]
    [InlineData("%8: i32 = or %3, 168034304\n%9: i32 = and %8, -65536", "%7: i32 = or %3, 168034304\nret 168034304")]
    [InlineData("%7: i64 = or %2, 281474976710656L\n%8: i32 = trunc %7\n%9: i32 = and %8, 255", "%7: i64 = or %2, 281474976710656L\n%8: i32 = trunc %7\n%9: i32 = trunc %2\n%10: i32 = and %9, 255\nret %10")]
    // Extensions that change nothing.
    [InlineData("%7: i64 = zext %4\n%8: i32 = trunc %7\n%9: i64 = zext %8", "%7: i64 = zext %4\n%8: i64 = zext %4\nret %8")]
    [InlineData("%7: i64 = and %2, 255L\n%8: i32 = trunc %7\n%9: i64 = zext %8", "%7: i64 = and %2, 255L\n%8: i32 = trunc %7\nret %7")]
    [InlineData("%9: i32 = ext.u8 %3", "ret %3")]
    [InlineData("%9: i32 = ext.i16 %3", "ret %3")]
    [InlineData("%9: i32 = ext.i8 %3", "%7: i32 = ext.i8 %3\nret %7")]
    [InlineData("%8: i32 = ext.u16 %1\n%9: i32 = ext.u8 %8", "%7: i32 = ext.u16 %1\n%8: i32 = ext.u8 %1\nret %8")]
    [InlineData("%8: i64 = sext %1\n%9: i32 = trunc %8", "%7: i64 = sext %1\nret %1")]
    [InlineData("%8: i64 = sext %3\n%9: i32 = eq %8, 7L", "%7: i64 = zext %3\n%8: i32 = eq %3, 7\nret %8")]
    // Byte order: the constant is swapped, not the field.
    [InlineData("%8: i32 = bswap16 %4\n%9: i32 = eq %8, 2048", "%7: i32 = bswap16 %4\n%8: i32 = eq %4, 8\nret %8")]
    [InlineData("%8: i32 = bswap32 %1\n%9: i32 = ne %8, 1", "%7: i32 = bswap32 %1\n%8: i32 = ne %1, 16777216\nret %8")]
    [InlineData("%8: i32 = bswap16 %4\n%7: i32 = and %8, 8191\n%9: i32 = eq %7, 0", "%7: i32 = bswap16 %4\n%8: i32 = and %7, 8191\n%9: i32 = and %4, 65311\n%10: i32 = eq %9, 0\nret %10")]
    [InlineData("%8: i32 = bswap16 %4\n%9: i32 = eq %8, 70000", "%7: i32 = bswap16 %4\nret 0")]
    // Compares.
    [InlineData("%8: i32 = eq %1, 3\n%9: i32 = eq %8, 0", "%7: i32 = eq %1, 3\n%8: i32 = ne %1, 3\nret %8")]
    [InlineData("%8: i32 = lt.s %1, 3\n%9: i32 = ne %8, 0", "%7: i32 = lt.s %1, 3\nret %7")]
    [InlineData("%8: i32 = lt.s %1, 3\n%9: i32 = xor %8, 1", "%7: i32 = lt.s %1, 3\n%8: i32 = le.s 3, %1\nret %8")]
    [InlineData("%9: i32 = lt.u %3, 256", "ret 1")]
    [InlineData("%9: i32 = lt.s %3, 10", "%7: i32 = lt.u %3, 10\nret %7")]
    [InlineData("%8: i32 = shr.u %3, 4\n%9: i32 = eq %8, 4", "%7: i32 = shr.u %3, 4\n%8: i32 = and %3, -16\n%9: i32 = eq %8, 64\nret %9")]
    [InlineData("%8: i32 = shl %3, 2\n%9: i32 = ne %8, 20", "%7: i32 = shl %3, 2\n%8: i32 = ne %3, 5\nret %8")]
    [InlineData("%8: i32 = shl %3, 2\n%9: i32 = ne %8, 21", "%7: i32 = shl %3, 2\nret 1")]
    [InlineData("%8: i32 = shl %1, 2\n%9: i32 = ne %8, 20", "%7: i32 = shl %1, 2\n%8: i32 = ne %7, 20\nret %8")]
    [InlineData("%9: i32 = eq %5, null", "ret 0")]
    // Pointers: constant steps outside, checks counted from where the pointer starts.
    [InlineData("%8: ptr = ptradd %5, 4L\n%9: i32 = pkt.fits %8, %6, 10", "%7: ptr = ptradd %5, 4L\n%8: i32 = pkt.fits %5, %6, 14\nret %8")]
    [InlineData("%8: ptr = ptradd %5, 4L\n%7: ptr = ptradd %5, 1L\n%9: i64 = ptrdiff %8, %7", "%7: ptr = ptradd %5, 4L\n%8: ptr = ptradd %5, 1L\nret 3L")]
    [InlineData("%8: ptr = elem #4 %5, 3\n%9: i32 = load u8 %8", "%7: ptr = ptradd %5, 12L\n%8: i32 = load u8 %7\nret %8")]
    public void Rule(string body, string expected)
    {
        string text = "^0(%0: ptr):\n%1: i32 = ctx.load u32 \"a\" %0\n%2: i64 = ctx.load u64 \"b\" %0\n%3: i32 = ctx.load u8 \"c\" %0\n%4: i32 = ctx.load u16 \"d\" %0\n"
            + "%5: ptr = ctx.load u32 \"data\" %0\n%6: ptr = ctx.load u32 \"data_end\" %0\n" + body + "\nret %9";
        IrFunction function = IrText.Function(text);
        Folder.Run(function);
        string actual = string.Join("\n", IrPrinter.Print(function).Split('\n').Skip(8).Select(static l => l.Trim()).Where(static l => l is not ("" or "}")));
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_variable_step_keeps_its_constant_outside()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: i32 = load u8 %1
              %3: i32 = add %2, 14
              %4: i64 = zext %3
              %5: ptr = ptradd %1, %4
              %6: i32 = load u8 %5
              ret %6
            """);
        Folder.Run(function);
        DeadCode.Run(function, []);
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" %0
            %2: i32 = load u8 %1
            %3: i64 = zext %2
            %4: ptr = ptradd %1, %3
            %5: ptr = ptradd %4, 14L
            %6: i32 = load u8 %5
            ret %6
            """,
            function);
    }
}
