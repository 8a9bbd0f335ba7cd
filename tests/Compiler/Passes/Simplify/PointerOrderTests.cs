using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Simplify;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Simplify;

public sealed class PointerOrderTests
{
    [Theory]
    [InlineData("ptradd %3, 4L", "ptradd %3, 8L", "1")]
    [InlineData("ptradd %3, 8L", "ptradd %3, 8L", "0")]
    // The packet and the stack, two locals: apart.
    [InlineData("ptradd %1, 4L", "ptradd %3, 8L", "0")]
    [InlineData("ptradd %3, 4L", "ptradd %2, 8L", "0")]
    // Two places in the packet: only the run knows.
    [InlineData("ptradd %1, 4L", "ptradd %1, %4", "%7")]
    public void Addresses_are_ordered_where_the_code_says_it(string first, string second, string answer)
    {
        IrFunction function = IrText.Function($"""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: ptr = slot #16
              %3: ptr = slot #16
              %4: i64 = ctx.load u64 "i" %0
              %5: ptr = {first}
              %6: ptr = {second}
              %7: i32 = lt.u %5, %6
              ret %7
            """);
        Assert.Equal(answer != "%7", PointerOrder.Run(IrText.Context(""), function));
        Assert.Contains($"ret {answer}\n", IrPrinter.Print(function));
    }
}
