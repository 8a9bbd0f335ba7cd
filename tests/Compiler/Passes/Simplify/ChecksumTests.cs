using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes.Simplify;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Simplify;

public sealed class ChecksumTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0xffff, 0xffff)]
    [InlineData(0x10000, 0xffff)]
    [InlineData(0x1fffe, 0xffff)]
    [InlineData(0x1ffff, 0x10000)]
    [InlineData(0x2fffd, 0x10000)]
    public void The_greatest_result_of_a_step(ulong sum, ulong greatest)
    {
        Assert.Equal(greatest, ChecksumSteps.Greatest(sum));
        ulong found = 0;
        for (ulong i = 0; i <= sum; i++)
            found = System.Math.Max(found, (i & 0xffff) + (i >> 16));
        Assert.Equal(greatest, found);
    }

    // Two fields change, one after the other: three steps for a word, two more for what is added to them. Three are enough for all.
    [Fact]
    public void A_sum_that_is_added_to_is_not_folded_before()
    {
        const string Fields = """
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "a" %0
              %2: i32 = ctx.load u32 "b" %0
              %3: i32 = ctx.load u16 "c" %0
              %4: i64 = zext %1
              %5: i64 = zext %2
              %6: i64 = zext %3

            """;
        IrFunction function = IrText.Function(Fields + Sum(7, "%4", "%5") + Steps(8, 3) + Sum(17, "%16", "%6") + Steps(18, 2) + "%24: i32 = trunc %23\nret %24\n");
        Folder.Run(function);
        DeadCode.Run(function, []);
        IrText.AssertBody(Fields + Sum(7, "%4", "%5") + Sum(8, "%7", "%6") + Steps(9, 3) + "%18: i32 = trunc %17\nret %18\n", function);
    }

    private static string Sum(int number, string left, string right) => $"%{number}: i64 = add {left}, {right}\n";

    // Of the value before.
    private static string Steps(int number, int count)
    {
        string text = "";
        for (int i = 0; i < count; i++, number += 3)
            text += $"%{number}: i64 = and %{number - 1}, 65535L\n%{number + 1}: i64 = shr.u %{number - 1}, 16L\n%{number + 2}: i64 = add %{number}, %{number + 1}\n";
        return text;
    }

    // Such a word uses all 32 bits: what is added to it might carry out of them.
    [Fact]
    public void A_sum_that_might_wrap_is_folded_before_it_is_added_to()
    {
        const string Body = """
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "a" %0
              %2: i32 = ctx.load u16 "b" %0
              %3: i32 = and %1, 65535
              %4: i32 = shr.u %1, 16
              %5: i32 = add %3, %4
              %6: i32 = and %5, 65535
              %7: i32 = shr.u %5, 16
              %8: i32 = add %6, %7
              %9: i32 = add %8, %2
              %10: i32 = and %9, 65535
              %11: i32 = shr.u %9, 16
              %12: i32 = add %10, %11
              ret %12
            """;
        IrFunction function = IrText.Function(Body);
        Folder.Run(function);
        IrText.AssertBody(Body, function);
    }
}
