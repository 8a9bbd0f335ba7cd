using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Memory;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Memory;

public sealed class LoadMergingTests
{
    private const string Declarations = """
        helper "fill" 1 (WriteMemory, Size) effects 0 since "3.19"
        helper "any" 2 (WriteMemory) effects 0 since "3.19"
        """;

    private const string Filled = "%3: i64 = helper \"fill\" %1, 16L\n";

    private const string Halves = "%4: ptr = ptradd %1, 2L\n%5: i32 = load u16 %4\n%6: ptr = ptradd %1, 4L\n%7: i32 = load u16 %6\n%8: i32 = shl %7, 16\n%9: i32 = or %5, %8\n";

    [Theory]
    // Four bytes that begin in the middle of a word, as a link address in a route does: the word, and a shift.
    [InlineData(
        Filled + Halves + "store u32 %2, %9",
        Filled + "%4: ptr = ptradd %1, 2L\n%5: ptr = ptradd %1, 4L\n%6: i64 = load u64 %1\n%7: i64 = shr.u %6, 16L\n%8: i32 = trunc %7\nstore u32 %2, %8")]
    // The upper end of a word has nothing above it.
    [InlineData(
        Filled + "%4: ptr = ptradd %1, 10L\n%5: i32 = load u16 %4\n%6: i64 = zext %5\n%7: ptr = ptradd %1, 12L\n%8: i32 = load u32 %7\n%9: i64 = zext %8\n%10: i64 = shl %9, 16L\n%11: i64 = or %10, %6\nstore u64 %2, %11",
        Filled + "%4: ptr = ptradd %1, 10L\n%5: ptr = ptradd %1, 12L\n%6: ptr = ptradd %1, 8L\n%7: i64 = load u64 %6\n%8: i64 = shr.u %7, 16L\nstore u64 %2, %8")]
    // Two bytes at an odd address: four are enough, and what is above them is masked.
    [InlineData(
        Filled + "%4: ptr = ptradd %1, 1L\n%5: i32 = load u8 %4\n%6: ptr = ptradd %1, 2L\n%7: i32 = load u8 %6\n%8: i32 = shl %7, 8\n%9: i32 = or %5, %8\nstore u32 %2, %9",
        Filled + "%4: ptr = ptradd %1, 1L\n%5: ptr = ptradd %1, 2L\n%6: i32 = load u32 %1\n%7: i32 = shr.u %6, 8\n%8: i32 = and %7, 65535\nstore u32 %2, %8")]
    // Aligned, and in the packet, where nothing need be.
    [InlineData(
        Filled + "%4: i32 = load u16 %1\n%5: ptr = ptradd %1, 2L\n%6: i32 = load u16 %5\n%7: i32 = shl %6, 16\n%8: i32 = or %7, %4\nstore u32 %2, %8",
        Filled + "%4: ptr = ptradd %1, 2L\n%5: i32 = load u32 %1\nstore u32 %2, %5")]
    [InlineData(
        "%3: ptr = ptradd %2, 1L\n%4: i32 = load u8 %3\n%5: ptr = ptradd %2, 2L\n%6: i32 = load u8 %5\n%7: i32 = shl %6, 8\n%8: i32 = or %7, %4\nstore u32 %2, %8",
        "%3: ptr = ptradd %2, 1L\n%4: ptr = ptradd %2, 2L\n%5: ptr = ptradd %2, 1L\n%6: i32 = load u16 %5\nstore u32 %2, %6")]
    public void Become_one(string before, string after) => Assert.Equal((true, Body(after)), Run(before));

    [Theory]
    // Not all of the word is written, or it is not known how much; it ends behind the local.
    [InlineData("%3: i64 = helper \"fill\" %1, 7L\n" + Halves + "store u32 %2, %9")]
    [InlineData("%3: i64 = helper \"any\" %1\n" + Halves + "store u32 %2, %9")]
    [InlineData(Filled + "%4: ptr = ptradd %1, 17L\n%5: i32 = load u8 %4\n%6: ptr = ptradd %1, 18L\n%7: i32 = load u8 %6\n%8: i32 = shl %7, 8\n%9: i32 = or %5, %8\nstore u32 %2, %9")]
    // A word's end lies between them.
    [InlineData(Filled + "%4: ptr = ptradd %1, 6L\n%5: i32 = load u16 %4\n%6: ptr = ptradd %1, 8L\n%7: i32 = load u16 %6\n%8: i32 = shl %7, 16\n%9: i32 = or %5, %8\nstore u32 %2, %9")]
    // Written in between; one is wanted alone; bits that overlap, or bytes the other way round; signed.
    [InlineData(Filled + "%4: ptr = ptradd %1, 2L\n%5: i32 = load u16 %4\n%6: ptr = ptradd %1, 4L\n%7: i32 = load u16 %6\nstore u16 %6, 1\n%8: i32 = shl %7, 16\n%9: i32 = or %5, %8\nstore u32 %2, %9")]
    [InlineData(Filled + Halves + "store u32 %2, %9\nstore u16 %2, %5")]
    [InlineData("%3: i32 = load u8 %2\n%4: ptr = ptradd %2, 1L\n%5: i32 = load u8 %4\n%6: i32 = shl %5, 7\n%7: i32 = or %3, %6\nstore u32 %2, %7")]
    [InlineData("%3: i32 = load u8 %2\n%4: ptr = ptradd %2, 1L\n%5: i32 = load u8 %4\n%6: i32 = shl %3, 8\n%7: i32 = or %5, %6\nstore u32 %2, %7")]
    [InlineData("%3: i32 = load i8 %2\n%4: ptr = ptradd %2, 1L\n%5: i32 = load u8 %4\n%6: i32 = shl %5, 8\n%7: i32 = or %3, %6\nstore u32 %2, %7")]
    // A pointer lies in the local.
    [InlineData(Filled + Halves + "store ptr %1, %2\nstore u32 %2, %9")]
    // Three bytes.
    [InlineData("%3: i32 = load u16 %2\n%4: ptr = ptradd %2, 2L\n%5: i32 = load u8 %4\n%6: i32 = shl %5, 16\n%7: i32 = or %3, %6\nstore u32 %2, %7")]
    public void Left_alone(string body) => Assert.Equal((false, Body(body)), Run(body));

    private static (bool, string) Run(string body)
    {
        IrFunction function = Function(body);
        bool changed = LoadMerging.Run(IrText.Context(Declarations), function);
        return (changed, IrPrinter.Print(function));
    }

    private static string Body(string body) => IrPrinter.Print(Function(body));

    private static IrFunction Function(string body) => IrText.Function(
        "^0(%0: ptr):\n%1: ptr = slot #19\n%2: ptr = ctx.load u32 \"data\" %0\n" + body + "\nret 0\n");
}
