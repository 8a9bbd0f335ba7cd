using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Loops;
using BpfSharp.Compiler.Passes.Simplify;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Loops;

public sealed class LoopUnrollingTests
{
    private const string EightByEight = """
        ^0(%0: ptr):
          %1: ptr = global.addr "table"
          br -> ^1(0, 5)
        ^1(%2: i32, %3: i32):
          %4: i32 = add %2, 8
          %5: i32 = le.s %4, LENGTH
          brif %5 -> ^2, ^3
        ^2:
          %6: i64 = zext %2
          %7: ptr = ptradd %1, %6
          store u32 %7, %3
          %8: i32 = mul %3, %3
          br -> ^1(%4, %8)
        ^3:
          ret %3
        """;

    [Fact]
    public void Rounds_that_are_known_follow_each_other()
    {
        IrFunction function = IrText.Function(EightByEight.Replace("LENGTH", "20"));
        Assert.True(LoopUnrolling.Run(function));
        Tidy(function);
        IrText.AssertBody(
            """
            ^0(%0: ptr):
              %1: ptr = global.addr "table"
              store u32 %1, 5
              %2: ptr = ptradd %1, 8L
              store u32 %2, 25
              ret 625
            """,
            function);
    }

    [Theory]
    // More rounds than are worth it; a bound that is not known.
    [InlineData("400")]
    [InlineData("%9")]
    public void Other_loops_stay(string length)
    {
        string text = EightByEight.Replace("LENGTH", length).Replace("br -> ^1(0, 5)", "%9: i32 = ctx.load u32 \"len\" %0\nbr -> ^1(0, 5)");
        IrFunction function = IrText.Function(text);
        string before = IrPrinter.Print(function);
        Assert.False(LoopUnrolling.Run(function));
        Assert.Equal(before, IrPrinter.Print(function));
    }

    [Fact]
    public void A_way_out_of_the_middle_takes_its_values_along()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              br -> ^1(3, 0)
            ^1(%1: i32, %2: i32):
              %3: i32 = ctx.load u32 "len" %0
              %4: i32 = add %2, %3
              %5: i32 = eq %4, %1
              brif %5 -> ^3, ^2
            ^2:
              %6: i32 = add %1, -1
              %7: i32 = ne %6, 1
              brif %7 -> ^1(%6, %4), ^4
            ^3:
              ret %4
            ^4:
              ret %6
            """);
        Assert.True(LoopUnrolling.Run(function));
        Tidy(function);
        IrText.AssertBody(
            """
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "len" %0
              %2: i32 = eq %1, 3
              brif %2 -> ^2(%1), ^1
            ^1:
              %3: i32 = ctx.load u32 "len" %0
              %4: i32 = add %1, %3
              %5: i32 = eq %4, 2
              brif %5 -> ^2(%4), ^3
            ^2(%6: i32):
              ret %6
            ^3:
              ret 1
            """,
            function);
    }

    private static void Tidy(IrFunction function)
    {
        for (int i = 0; i < 4; i++)
        {
            ParameterFolding.Run(function);
            Folder.Run(function);
            BlockMerging.Run(function);
            DeadCode.Run(function, [], faultsAreExplicit: true);
        }
    }
}
