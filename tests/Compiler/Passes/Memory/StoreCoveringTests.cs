using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Memory;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Memory;

public sealed class StoreCoveringTests
{
    private const string Declarations = """
        helper "lookup" 1 (Map, MapKey) effects 2 since "3.19"
        map "M" type 1 key u64 value u64 max 100 flags 0 pin 0
        """;

    private const string Steps = "%4: ptr = ptradd %1, 1L\n%5: ptr = ptradd %1, 2L\n%6: ptr = ptradd %1, 4L\n%7: ptr = ptradd %1, 6L\n";

    [Theory]
    // A lookup's family, zeros, and then two fields of the packet: one between the constants, one over the last of them.
    [InlineData(
        "store u8 %1, 2\nstore u16 %5, 0\nstore u32 %6, 0\nstore u8 %4, %3\nstore u16 %7, %3",
        "store u64 %1, 2L\nstore u8 %4, %3\nstore u16 %7, %3")]
    // The first store of the word may be a number's: the constants come before it.
    [InlineData(
        "store u8 %4, %3\nstore u8 %1, 2\nstore u16 %5, 258",
        "store u32 %1, 16908290\nstore u8 %4, %3")]
    // Reads of other memory don't matter, nor the half of the word that no constant is in.
    [InlineData(
        "store u8 %1, 2\n%8: i32 = load u8 %2\nstore u16 %5, 1\nstore u8 %4, %8\nstore u32 %6, %3",
        "store u64 %1, 65538L\n%8: i32 = load u8 %2\nstore u8 %4, %8\nstore u32 %6, %3")]
    // Zeros over all of it count as well.
    [InlineData("store u8 %1, 2\nstore u16 %5, 1\nstore u64 %1, 0L\nstore u8 %4, %3", "store u64 %1, 0L\nstore u8 %4, %3")]
    // Of two constants over each other, the last; a constant over a number stays behind it.
    [InlineData(
        "store u8 %1, 2\nstore u16 %5, 1\nstore u8 %1, 3\nstore u8 %4, %3\nstore u8 %4, 9",
        "store u32 %1, 65539\nstore u8 %4, %3\nstore u8 %4, 9")]
    // No immediate has eight bytes, but four.
    [InlineData(
        "store u8 %1, 2\nstore u16 %5, 1\nstore u32 %6, 7\nstore u8 %4, %3",
        "store u32 %1, 65538\nstore u32 %6, 7\nstore u8 %4, %3")]
    public void One_store_before_what_fills_the_gaps(string before, string after) => Assert.Equal((true, Body(Steps + after)), Run(Steps + before));

    [Fact]
    public void A_word_further_on_gets_an_address_of_its_own() => Assert.Equal(
        (true, Body("%4: ptr = ptradd %1, 9L\n%5: ptr = ptradd %1, 8L\nstore u32 %5, 458759\nstore u8 %4, %3\n%6: ptr = ptradd %1, 8L\n%7: ptr = ptradd %1, 10L")),
        Run("%4: ptr = ptradd %1, 9L\nstore u8 %4, %3\n%5: ptr = ptradd %1, 8L\nstore u8 %5, 7\n%6: ptr = ptradd %1, 10L\nstore u16 %6, 7"));

    [Theory]
    // A gap stays open: the byte is what it was before.
    [InlineData("store u8 %1, 2\nstore u16 %5, 0\nstore u32 %6, 0")]
    // Something reads before all is written, or may.
    [InlineData("store u8 %1, 2\nstore u16 %5, 0\n%8: i32 = load u8 %4\nstore u8 %4, %3")]
    [InlineData("store u8 %1, 2\nstore u16 %5, 0\n%8: ptr = map.addr \"M\"\n%9: ptr = helper \"lookup\" %8, %1\nstore u8 %4, %3")]
    [InlineData("store u8 %1, 2\nstore u16 %5, 0\n%8: i64 = zext %3\n%9: ptr = ptradd %1, %8\nstore u8 %9, 1\nstore u8 %4, %3")]
    // One constant, or one that the number must not overwrite.
    [InlineData("store u8 %1, 2\nstore u8 %4, %3\nstore u16 %5, %3")]
    [InlineData("store u8 %1, 2\nstore u16 %1, %3\nstore u16 %1, 5\nstore u16 %5, %3")]
    // No immediate has eight bytes, and a store reaches beyond the four.
    [InlineData("%8: i64 = zext %3\nstore u8 %1, 2\nstore u16 %5, 1\nstore u32 %6, 7\nstore u64 %1, %8")]
    public void Left_alone(string body) => Assert.Equal((false, Body(Steps + body)), Run(Steps + body));

    // Behind the end of what was checked, and seen by others.
    [Fact]
    public void Left_alone_in_the_packet()
    {
        const string Body = "%4: ptr = ptradd %2, 1L\n%5: ptr = ptradd %2, 2L\nstore u8 %2, 2\nstore u16 %5, 0\nstore u8 %4, %3";
        Assert.Equal((false, StoreCoveringTests.Body(Body)), Run(Body));
    }

    private static (bool, string) Run(string body)
    {
        IrFunction function = Function(body);
        bool changed = StoreCovering.Run(IrText.Context(Declarations), function);
        return (changed, IrPrinter.Print(function));
    }

    private static string Body(string body) => IrPrinter.Print(Function(body));

    private static IrFunction Function(string body) => IrText.Function(
        "^0(%0: ptr):\n%1: ptr = slot #16\n%2: ptr = ctx.load u32 \"data\" %0\n%3: i32 = load u8 %2\n" + body + "\nret 0\n");
}
