using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Memory;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Memory;

/// <summary>Fields that are read only to be stored elsewhere: %1 and %2 are locals, %3 the packet with 32 bytes proven, %4 a map's value with a lock at 4 and 8 bytes behind it.</summary>
public sealed class CopyMergingTests
{
    private const string Declarations = """
        type "L" sequential kernel "bpf_spin_lock" { "state": u32; }
        type "V" sequential { "A": u8; "B": u8; "C": u16; "L": [L]; "D": u64; }
        helper "lookup" 1 (Map, MapKey) effects 2 since "3.19"
        helper "move" 44 (Context, Scalar) effects 4 since "4.10"
        map "M" type 1 key u64 value [V] max 100 flags 0 pin 0
        """;

    [Theory]
    // Two MAC addresses, each read as it is declared: twelve bytes in two moves.
    [InlineData(
        "%5: i32 = load u32 %3\n%6: ptr = ptradd %3, 4L\n%7: i32 = load u16 %6\n%8: ptr = ptradd %3, 6L\n%9: i32 = load u32 %8\n%10: ptr = ptradd %3, 10L\n%11: i32 = load u16 %10\n%12: ptr = ptradd %3, 14L\nstore u32 %12, %5\n%13: ptr = ptradd %3, 18L\nstore u16 %13, %7\n%14: ptr = ptradd %3, 20L\nstore u32 %14, %9\n%15: ptr = ptradd %3, 24L\nstore u16 %15, %11",
        "%5: ptr = ptradd %3, 4L\n%6: ptr = ptradd %3, 6L\n%7: ptr = ptradd %3, 10L\n%8: i64 = load u64 %3\n%9: ptr = ptradd %3, 8L\n%10: i32 = load u32 %9\n%11: ptr = ptradd %3, 14L\n%12: ptr = ptradd %3, 18L\n%13: ptr = ptradd %3, 20L\n%14: ptr = ptradd %3, 24L\n%15: ptr = ptradd %3, 14L\nstore u64 %15, %8\n%16: ptr = ptradd %3, 22L\nstore u32 %16, %10")]
    // Addresses into a key on the frame, which is aligned; a read of something else lies between.
    [InlineData(
        "%5: ptr = ptradd %3, 12L\n%6: i32 = load u32 %5\n%7: i32 = load u8 %3\n%8: ptr = ptradd %3, 16L\n%9: i32 = load u32 %8\nstore u32 %1, %6\n%10: ptr = ptradd %1, 4L\nstore u32 %10, %9\nstore u8 %2, %7",
        "%5: ptr = ptradd %3, 12L\n%6: i32 = load u8 %3\n%7: ptr = ptradd %3, 16L\n%8: ptr = ptradd %3, 12L\n%9: i64 = load u64 %8\n%10: ptr = ptradd %1, 4L\nstore u64 %1, %9\nstore u8 %2, %6")]
    // Six bytes and two of the next field, which is stored behind them.
    [InlineData(
        "%5: ptr = ptradd %3, 14L\n%6: i32 = load u32 %5\n%7: ptr = ptradd %3, 18L\n%8: i32 = load u16 %7\nstore u32 %3, %6\n%9: ptr = ptradd %3, 4L\nstore u16 %9, %8\n%10: ptr = ptradd %3, 6L\nstore u64 %10, 0L",
        "%5: ptr = ptradd %3, 14L\n%6: ptr = ptradd %3, 18L\n%7: ptr = ptradd %3, 14L\n%8: i64 = load u64 %7\n%9: ptr = ptradd %3, 4L\nstore u64 %3, %8\n%10: ptr = ptradd %3, 6L\nstore u64 %10, 0L")]
    // Addresses change places: what goes to the front is stored first, then the other over its excess.
    [InlineData(
        "%5: i32 = load u32 %3\n%6: ptr = ptradd %3, 4L\n%7: i32 = load u16 %6\n%8: ptr = ptradd %3, 6L\n%9: i32 = load u32 %8\n%10: ptr = ptradd %3, 10L\n%11: i32 = load u16 %10\nstore u32 %8, %5\nstore u16 %10, %7\nstore u32 %3, %9\nstore u16 %6, %11",
        "%5: i32 = load u32 %3\n%6: ptr = ptradd %3, 4L\n%7: i32 = load u16 %6\n%8: ptr = ptradd %3, 6L\n%9: ptr = ptradd %3, 10L\n%10: ptr = ptradd %3, 6L\n%11: i64 = load u64 %10\nstore u64 %3, %11\nstore u32 %8, %5\nstore u16 %9, %7")]
    // A map's value: read in one go, but not what stands before.
    [InlineData(
        "%5: ptr = ptradd %4, 8L\n%6: i32 = load u32 %5\n%7: ptr = ptradd %4, 12L\n%8: i32 = load u32 %7\nstore u32 %3, %6\n%9: ptr = ptradd %3, 4L\nstore u32 %9, %8",
        "%5: ptr = ptradd %4, 8L\n%6: ptr = ptradd %4, 12L\n%7: ptr = ptradd %4, 8L\n%8: i64 = load u64 %7\n%9: ptr = ptradd %3, 4L\nstore u64 %3, %8")]
    public void Go_in_the_widest_moves(string before, string after) => Assert.Equal((true, Body(after)), Run(before));

    [Theory]
    // Wanted for something else; not in the same order; no move is saved.
    [InlineData("%5: i32 = load u16 %3\n%6: ptr = ptradd %3, 2L\n%7: i32 = load u16 %6\n%8: i32 = add %5, %7\nstore u16 %1, %5\n%9: ptr = ptradd %1, 2L\nstore u16 %9, %7\nstore u32 %2, %8")]
    [InlineData("%5: i32 = load u16 %3\n%6: ptr = ptradd %3, 2L\n%7: i32 = load u16 %6\nstore u16 %1, %7\n%8: ptr = ptradd %1, 2L\nstore u16 %8, %5")]
    [InlineData("%5: i32 = load u32 %3\n%6: ptr = ptradd %3, 4L\n%7: i32 = load u16 %6\nstore u32 %1, %5\n%8: ptr = ptradd %1, 4L\nstore u16 %8, %7")]
    // The frame wants it aligned.
    [InlineData("%5: i32 = load u16 %3\n%6: ptr = ptradd %3, 2L\n%7: i32 = load u16 %6\n%8: ptr = ptradd %1, 2L\nstore u16 %8, %5\n%9: ptr = ptradd %1, 4L\nstore u16 %9, %7")]
    // What is read is written in between; what is stored is read in between; a helper moves the packet.
    [InlineData("%5: i32 = load u16 %3\n%6: ptr = ptradd %3, 2L\nstore u16 %3, 7\n%7: i32 = load u16 %6\nstore u16 %1, %5\n%8: ptr = ptradd %1, 2L\nstore u16 %8, %7")]
    [InlineData("%5: i32 = load u16 %3\n%6: ptr = ptradd %3, 2L\n%7: i32 = load u16 %6\nstore u16 %1, %5\n%8: i32 = load u16 %1\n%9: ptr = ptradd %1, 2L\nstore u16 %9, %7\nstore u16 %2, %8")]
    [InlineData("%5: i32 = load u16 %3\n%6: ptr = ptradd %3, 2L\n%7: i32 = load u16 %6\nstore u16 %1, %5\n%8: i64 = helper \"move\" %0, 4L\n%9: ptr = ptradd %1, 2L\nstore u16 %9, %7")]
    // More than six bytes would be more than is proven; or be seen; or lie in the lock.
    [InlineData("%5: ptr = ptradd %3, 26L\n%6: i32 = load u32 %5\n%7: ptr = ptradd %3, 30L\n%8: i32 = load u16 %7\nstore u32 %3, %6\n%9: ptr = ptradd %3, 4L\nstore u16 %9, %8\n%10: ptr = ptradd %3, 6L\nstore u64 %10, 0L")]
    [InlineData("%5: ptr = ptradd %3, 14L\n%6: i32 = load u32 %5\n%7: ptr = ptradd %3, 18L\n%8: i32 = load u16 %7\nstore u32 %3, %6\n%9: ptr = ptradd %3, 4L\nstore u16 %9, %8\n%10: ptr = ptradd %3, 6L\n%11: i32 = load u16 %10\nstore u64 %10, 0L\nstore u32 %1, %11")]
    [InlineData("%5: ptr = ptradd %3, 14L\n%6: i32 = load u32 %5\n%7: ptr = ptradd %3, 18L\n%8: i32 = load u16 %7\nstore u32 %3, %6\n%9: ptr = ptradd %3, 4L\nstore u16 %9, %8\n%10: ptr = ptradd %3, 6L\nstore u8 %10, 0")]
    [InlineData("%5: ptr = ptradd %4, 1L\n%6: i32 = load u8 %5\n%7: ptr = ptradd %4, 2L\n%8: i32 = load u16 %7\nstore u8 %3, %6\n%9: ptr = ptradd %3, 1L\nstore u16 %9, %8\n%10: ptr = ptradd %3, 3L\nstore u64 %10, 0L")]
    // Another shared field is read between the two.
    [InlineData("%5: ptr = ptradd %4, 8L\n%6: i32 = load u16 %5\n%7: ptr = ptradd %4, 4L\n%8: i32 = load u32 %7\n%9: ptr = ptradd %4, 10L\n%10: i32 = load u16 %9\nstore u16 %1, %6\n%11: ptr = ptradd %1, 2L\nstore u16 %11, %10\nstore u32 %2, %8")]
    public void Stay_what_they_are(string body) => Assert.Equal((false, Body(body)), Run(body));

    private static (bool, string) Run(string body)
    {
        IrFunction function = Function(body);
        bool changed = CopyMerging.Run(IrText.Context(Declarations), function);
        return (changed, IrPrinter.Print(function));
    }

    private static string Body(string body) => IrPrinter.Print(Function(body));

    private static IrFunction Function(string body) => IrText.Function($$"""
        ^0(%0: ptr):
          %1: ptr = slot #8
          %2: ptr = slot #8
          %3: ptr = ctx.load u32 "data" %0
          %20: ptr = ctx.load u32 "data_end" %0
          %21: i32 = pkt.fits %3, %20, 32L
          %22: ptr = map.addr "M"
          store u64 %1, 1L
          %4: ptr = helper "lookup" %22, %1
          brif %21 -> ^1, ^3
        ^1:
          %23: i32 = eq %4, null
          brif %23 -> ^3, ^2
        ^2:
          {{body}}
          ret 0
        ^3:
          ret 1
        """);
}
