using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Memory;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Memory;

/// <summary>Halves of words: %1 is a key that is looked up behind them, %2 another local, %3 the packet with 32 bytes proven, %4 a map's value.</summary>
public sealed class WordStoresTests
{
    private const string Declarations = """
        helper "lookup" 1 (Map, MapKey) effects 2 since "3.19"
        helper "sum" 28 (ReadMemory, Size) effects 0 since "4.6"
        helper "move" 44 (Context, Scalar) effects 4 since "4.10"
        map "M" type 1 key u64 value u64 max 100 flags 0 pin 0
        """;

    private const string Ports = "%5: i32 = load u16 %3\n%6: ptr = ptradd %3, 2L\n%7: i32 = load u16 %6\n";

    private const string Swapped = Ports + "%8: i32 = bswap16 %5\n%9: i32 = bswap16 %7\n";

    private const string Word = "%10: i32 = load u32 %3\n%11: i32 = bswap32 %10\n";

    [Theory]
    // A port and a protocol.
    [InlineData(
        "%5: i32 = load u16 %3\n%6: i32 = bswap16 %5\nstore u16 %1, %6\n%7: ptr = ptradd %1, 2L\nstore u16 %7, 6",
        "%5: i32 = load u16 %3\n%6: i32 = bswap16 %5\n%7: i32 = or %6, 393216\nstore u32 %1, %7")]
    // The other way round: a swap of all four bytes brings it to the upper half. No constant lies behind the sign.
    [InlineData(
        "%5: i32 = load u16 %3\n%6: i32 = bswap16 %5\n%7: ptr = ptradd %1, 2L\nstore u16 %7, %6\nstore u16 %1, 6",
        "%5: i32 = load u16 %3\n%6: i32 = bswap32 %5\n%7: i32 = or %6, 6\nstore u32 %1, %7")]
    [InlineData(
        "%5: i32 = load u16 %3\nstore u16 %1, %5\n%7: ptr = ptradd %1, 2L\nstore u16 %7, -1",
        "%5: i32 = load u16 %3\n%7: i32 = or %5, -65536\nstore u32 %1, %7")]
    [InlineData(
        "%5: i32 = load u16 %3\nstore u16 %1, -1\n%7: ptr = ptradd %1, 2L\nstore u16 %7, %5",
        "%5: i32 = load u16 %3\n%6: i32 = shl %5, 16\n%7: i32 = or %6, 65535\nstore u32 %1, %7")]
    // Two ports of the packet, and what it is that stands in front of them.
    [InlineData(
        Ports + "store u16 %1, %7\n%8: ptr = ptradd %1, 2L\nstore u16 %8, %5",
        Ports + "%8: i32 = shl %5, 16\n%9: i32 = or %7, %8\nstore u32 %1, %9")]
    // Their bytes swapped; the halves are then in the order of one swap of both, or not.
    [InlineData(
        Swapped + "store u16 %1, %9\n%10: ptr = ptradd %1, 2L\nstore u16 %10, %8",
        Word + "store u32 %1, %11")]
    [InlineData(
        Swapped + "store u16 %1, %8\n%10: ptr = ptradd %1, 2L\nstore u16 %10, %9",
        Ports + "%8: i32 = bswap16 %5\n%9: i32 = bswap32 %7\n%10: i32 = or %8, %9\nstore u32 %1, %10")]
    // Both orders: one load.
    [InlineData(
        Swapped + "store u16 %1, %8\n%10: ptr = ptradd %1, 2L\nstore u16 %10, %9\n%11: ptr = ptradd %1, 4L\nstore u16 %11, %9\n%12: ptr = ptradd %1, 6L\nstore u16 %12, %8",
        Word + "%12: i64 = zext %11\n%13: i64 = shl %12, 32L\n%14: i64 = or %13, %12\n%15: i64 = shr.u %14, 16L\n%16: i32 = trunc %15\nstore u32 %1, %16\n%17: ptr = ptradd %1, 4L\nstore u32 %17, %11")]
    [InlineData(
        Ports + "store u16 %1, %7\n%10: ptr = ptradd %1, 2L\nstore u16 %10, %5\n%11: ptr = ptradd %1, 4L\nstore u16 %11, %5\n%12: ptr = ptradd %1, 6L\nstore u16 %12, %7",
        "%10: i32 = load u32 %3\n%12: i64 = zext %10\n%13: i64 = shl %12, 32L\n%14: i64 = or %13, %12\n%15: i64 = shr.u %14, 16L\n%16: i32 = trunc %15\nstore u32 %1, %16\n%17: ptr = ptradd %1, 4L\nstore u32 %17, %10")]
    // The lower half alone is there, too; the upper one is read for itself.
    [InlineData(
        Swapped + "store u16 %1, %9\n%10: ptr = ptradd %1, 2L\nstore u16 %10, %8\nstore u16 %2, %9",
        Word + "store u32 %1, %11\nstore u16 %2, %11")]
    [InlineData(
        Swapped + "store u16 %1, %9\n%10: ptr = ptradd %1, 2L\nstore u16 %10, %8\nstore u16 %2, %8",
        "%5: i32 = load u16 %3\n%6: i32 = load u32 %3\n%7: i32 = bswap32 %6\n%8: i32 = bswap16 %5\nstore u32 %1, %7\nstore u16 %2, %8")]
    // Any two numbers; a word that is there already is stored to wherever it is wanted.
    [InlineData(
        "%5: i32 = load u8 %3\n%6: ptr = ptradd %3, 2L\n%7: i32 = load u8 %6\nstore u16 %1, %5\n%8: ptr = ptradd %1, 2L\nstore u16 %8, %7",
        "%5: i32 = load u8 %3\n%6: ptr = ptradd %3, 2L\n%7: i32 = load u8 %6\n%8: i32 = shl %7, 16\n%9: i32 = or %5, %8\nstore u32 %1, %9")]
    [InlineData(
        "%5: i32 = load u8 %3\n%6: ptr = ptradd %3, 2L\n%7: i32 = load u8 %6\nstore u16 %1, %5\n%8: ptr = ptradd %1, 2L\nstore u16 %8, %7\n%9: ptr = ptradd %3, 10L\n%10: ptr = ptradd %3, 12L\nstore u16 %9, %5\nstore u16 %10, %7",
        "%5: i32 = load u8 %3\n%6: ptr = ptradd %3, 2L\n%7: i32 = load u8 %6\n%8: i32 = shl %7, 16\n%9: i32 = or %5, %8\nstore u32 %1, %9\n%10: ptr = ptradd %3, 10L\nstore u32 %10, %9")]
    // Both are wanted afterwards.
    [InlineData(
        "%5: i32 = load u16 %3\n%6: ptr = ptradd %3, 8L\n%7: i32 = load u16 %6\nstore u16 %1, %5\n%8: ptr = ptradd %1, 2L\nstore u16 %8, %7\nstore u32 %2, %5\n%9: ptr = ptradd %2, 4L\nstore u32 %9, %7",
        "%5: i32 = load u16 %3\n%6: ptr = ptradd %3, 8L\n%7: i32 = load u16 %6\n%8: i32 = shl %7, 16\n%9: i32 = or %5, %8\nstore u32 %1, %9\nstore u32 %2, %5\n%10: ptr = ptradd %2, 4L\nstore u32 %10, %7")]
    // Of which more than 16 bits may be set.
    [InlineData(
        "%5: i32 = load u32 %3\nstore u16 %1, %5\n%7: ptr = ptradd %1, 2L\nstore u16 %7, 6",
        "%5: i32 = load u32 %3\n%6: i32 = and %5, 65535\n%7: i32 = or %6, 393216\nstore u32 %1, %7")]
    // A map's value is read as before.
    [InlineData(
        "%5: i32 = load u16 %4\n%6: ptr = ptradd %4, 2L\n%7: i32 = load u16 %6\n%8: i32 = bswap16 %5\n%9: i32 = bswap16 %7\nstore u16 %1, %9\n%10: ptr = ptradd %1, 2L\nstore u16 %10, %8",
        "%5: i32 = load u16 %4\n%6: ptr = ptradd %4, 2L\n%7: i32 = load u16 %6\n%9: i32 = bswap16 %7\n%8: i32 = bswap32 %5\n%10: i32 = or %9, %8\nstore u32 %1, %10")]
    // So are ports between which the packet is written, or that lie apart.
    [InlineData(
        "%5: i32 = load u16 %3\n%6: ptr = ptradd %3, 2L\nstore u16 %3, 7\n%7: i32 = load u16 %6\n%8: i32 = bswap16 %5\n%9: i32 = bswap16 %7\nstore u16 %1, %9\n%10: ptr = ptradd %1, 2L\nstore u16 %10, %8",
        "%5: i32 = load u16 %3\n%6: ptr = ptradd %3, 2L\nstore u16 %3, 7\n%7: i32 = load u16 %6\n%9: i32 = bswap16 %7\n%8: i32 = bswap32 %5\n%10: i32 = or %9, %8\nstore u32 %1, %10")]
    [InlineData(
        "%5: i32 = load u16 %3\n%6: ptr = ptradd %3, 4L\n%7: i32 = load u16 %6\nstore u16 %1, %7\n%10: ptr = ptradd %1, 2L\nstore u16 %10, %5",
        "%5: i32 = load u16 %3\n%6: ptr = ptradd %3, 4L\n%7: i32 = load u16 %6\n%8: i32 = shl %5, 16\n%9: i32 = or %7, %8\nstore u32 %1, %9")]
    // Four bytes would be more than is proven.
    [InlineData(
        "%5: ptr = ptradd %3, 30L\n%6: i32 = load u16 %5\n%7: ptr = ptradd %3, 32L\n%8: i32 = load u16 %7\n%9: i32 = bswap16 %6\n%10: i32 = bswap16 %8\nstore u16 %1, %10\n%11: ptr = ptradd %1, 2L\nstore u16 %11, %9",
        "%5: ptr = ptradd %3, 30L\n%6: i32 = load u16 %5\n%7: ptr = ptradd %3, 32L\n%8: i32 = load u16 %7\n%10: i32 = bswap16 %8\n%9: i32 = bswap32 %6\n%11: i32 = or %10, %9\nstore u32 %1, %11")]
    // Reads of other memory lie between.
    [InlineData(
        "%5: i32 = load u8 %3\nstore u16 %1, 6\n%6: ptr = ptradd %3, 2L\n%7: i32 = load u8 %6\n%8: ptr = ptradd %1, 2L\nstore u16 %8, %5\nstore u8 %2, %7",
        "%5: i32 = load u8 %3\n%6: ptr = ptradd %3, 2L\n%7: i32 = load u8 %6\n%8: i32 = shl %5, 16\n%9: i32 = or %8, 6\nstore u32 %1, %9\nstore u8 %2, %7")]
    public void Are_stored_together(string before, string after) => Assert.Equal((true, Body(after)), Run(before));

    [Theory]
    // In no key, but in the packet, or in what a helper reads eight bytes at a time.
    [InlineData("%5: i32 = load u8 %3\nstore u16 %2, %5\n%7: ptr = ptradd %2, 2L\nstore u16 %7, 6")]
    [InlineData("%5: i32 = load u8 %3\nstore u16 %3, %5\n%7: ptr = ptradd %3, 2L\nstore u16 %7, 6")]
    [InlineData("%5: i32 = load u8 %3\nstore u16 %2, %5\n%7: ptr = ptradd %2, 2L\nstore u16 %7, 6\n%8: i64 = helper \"sum\" %2, 4L")]
    // Not a word's two halves; a helper reads four bytes before the word is whole.
    [InlineData("%5: i32 = load u8 %3\n%6: ptr = ptradd %1, 2L\nstore u16 %6, %5\n%7: ptr = ptradd %1, 4L\nstore u16 %7, 6")]
    [InlineData("%5: i32 = load u8 %3\nstore u16 %1, %5\n%7: ptr = ptradd %1, 6L\nstore u16 %7, 6")]
    [InlineData("%5: i32 = load u8 %3\nstore u16 %1, %5\n%6: ptr = helper \"lookup\" %22, %1\n%7: ptr = ptradd %1, 2L\nstore u16 %7, 6")]
    // The first half is read, or written, before the other one is.
    [InlineData("%5: i32 = load u8 %3\nstore u16 %1, %5\n%6: i32 = load u8 %1\n%7: ptr = ptradd %1, 2L\nstore u16 %7, 6\nstore u8 %2, %6")]
    [InlineData("%5: i32 = load u8 %3\nstore u16 %1, %5\nstore u8 %1, 1\n%7: ptr = ptradd %1, 2L\nstore u16 %7, 6")]
    [InlineData("%5: i32 = load u8 %3\nstore u16 %1, %5\n%6: i64 = zext %5\n%7: ptr = ptradd %1, %6\nstore u8 %7, 1\n%8: ptr = ptradd %1, 2L\nstore u16 %8, 6")]
    [InlineData("%5: i32 = load u8 %3\nstore u16 %1, %5\n%6: i64 = helper \"move\" %0, 4L\n%7: ptr = ptradd %1, 2L\nstore u16 %7, 6")]
    // More than two slots: a value of which bits are to be cleared is copied for it, and the other one to be shifted.
    [InlineData("%5: i32 = load u32 %3\n%6: ptr = ptradd %3, 8L\n%7: i32 = load u16 %6\nstore u16 %1, %5\n%8: ptr = ptradd %1, 2L\nstore u16 %8, %7\nstore u32 %2, %5\n%9: ptr = ptradd %2, 4L\nstore u32 %9, %7")]
    public void Stay_apart(string body) => Assert.Equal((false, Body(body)), Run(body));

    private static (bool, string) Run(string body)
    {
        IrFunction function = Function(body);
        CompilationContext context = IrText.Context(Declarations);
        context.FaultsAreExplicit = true;
        bool changed = WordStores.Run(context, function);
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
          %24: ptr = helper "lookup" %22, %1
          %25: i32 = load u8 %2
          %26: i32 = ne %24, null
          brif %26 -> ^3, ^4(%25)
        ^4(%27: i32):
          ret %27
        ^3:
          ret 1
        """);
}
