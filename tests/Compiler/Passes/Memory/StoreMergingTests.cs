using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Memory;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Memory;

public sealed class StoreMergingTests
{
    private const string Declarations = """
        helper "lookup" 1 (Map, MapKey) effects 2 since "3.19"
        map "M" type 1 key u64 value u64 max 100 flags 0 pin 0
        """;

    [Theory]
    // A byte and the zeros behind it: the register has them. 32 bits of constants next to each other.
    [InlineData(
        "store u32 %1, 7\n%4: ptr = ptradd %1, 4L\nstore u8 %4, %3\n%5: ptr = ptradd %1, 5L\nstore u8 %5, 0\n%6: ptr = ptradd %1, 6L\nstore u16 %6, 0",
        "store u32 %1, 7\n%4: ptr = ptradd %1, 4L\n%5: ptr = ptradd %1, 5L\n%6: ptr = ptradd %1, 6L\nstore u32 %4, %3")]
    [InlineData(
        "store u16 %1, 258\n%4: ptr = ptradd %1, 2L\nstore u8 %4, 3\n%5: ptr = ptradd %1, 3L\nstore u8 %5, 4",
        "%4: ptr = ptradd %1, 2L\n%5: ptr = ptradd %1, 3L\nstore u32 %1, 67305730")]
    [InlineData(
        "store u8 %1, %3\n%4: ptr = ptradd %1, 1L\nstore u8 %4, 0\n%5: ptr = ptradd %1, 2L\nstore u16 %5, 0\n%6: ptr = ptradd %1, 4L\nstore u32 %6, 0",
        "%4: ptr = ptradd %1, 1L\n%5: ptr = ptradd %1, 2L\n%6: ptr = ptradd %1, 4L\n%7: i64 = zext %3\nstore u64 %1, %7")]
    // The packet need not be aligned.
    [InlineData(
        "%4: ptr = ptradd %2, 1L\nstore u8 %4, 64\n%5: ptr = ptradd %2, 2L\nstore u8 %5, 4",
        "%4: ptr = ptradd %2, 1L\n%5: ptr = ptradd %2, 2L\nstore u16 %4, 1088")]
    // Part of a header that was zeroed before: a byte twice, two bytes further on, though a number came in between.
    [InlineData(
        "store u64 %2, 0L\n%4: ptr = ptradd %2, 8L\nstore u64 %4, 0L\nstore u8 %2, 64\nstore u8 %2, 69\n%5: ptr = ptradd %2, 2L\nstore u16 %5, %3\n%6: ptr = ptradd %2, 9L\nstore u8 %6, 6",
        "store u64 %2, 69L\n%4: ptr = ptradd %2, 8L\nstore u64 %4, 1536L\n%5: ptr = ptradd %2, 2L\nstore u16 %5, %3\n%6: ptr = ptradd %2, 9L")]
    public void Become_one(string before, string after) => Assert.Equal((true, Body(after)), Run(before));

    [Theory]
    // The stack must be aligned; 64-bit constants that are no immediate cost more; bits of the number lie where the zeros are to go.
    [InlineData("%4: ptr = ptradd %1, 1L\nstore u8 %4, 64\n%5: ptr = ptradd %1, 2L\nstore u8 %5, 4")]
    [InlineData("store u32 %1, 1\n%4: ptr = ptradd %1, 4L\nstore u32 %4, 1")]
    [InlineData("%4: i32 = shl %3, 4\nstore u8 %1, %4\n%5: ptr = ptradd %1, 1L\nstore u8 %5, 0")]
    // Something reads in between, or may.
    [InlineData("store u8 %1, %3\n%4: i32 = load u8 %1\n%5: ptr = ptradd %1, 1L\nstore u8 %5, 0")]
    [InlineData("store u8 %1, %3\n%4: ptr = map.addr \"M\"\n%5: ptr = helper \"lookup\" %4, %1\n%6: ptr = ptradd %1, 1L\nstore u8 %6, 0")]
    // No immediate has the sum; the second is larger.
    [InlineData("store u64 %2, 0L\n%4: ptr = ptradd %2, 4L\nstore u16 %4, 1")]
    [InlineData("store u16 %2, 1\nstore u32 %2, 2")]
    public void Left_alone(string body) => Assert.Equal((false, Body(body)), Run(body));

    private static (bool, string) Run(string body)
    {
        IrFunction function = Function(body);
        bool changed = StoreMerging.Run(IrText.Context(Declarations), function);
        return (changed, IrPrinter.Print(function));
    }

    private static string Body(string body) => IrPrinter.Print(Function(body));

    private static IrFunction Function(string body) => IrText.Function(
        "^0(%0: ptr):\n%1: ptr = slot #8\n%2: ptr = ctx.load u32 \"data\" %0\n%3: i32 = load u8 %2\n" + body + "\nret 0\n");
}
