using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes.Simplify;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Simplify;

/// <summary>A branch that all ways to it have decided, not by the same condition but by one that says enough.</summary>
public sealed class EdgeRangesTests
{
    private const string Length = "^0(%0: ptr):\n%1: i32 = ctx.load u32 \"len\" #0 %0\n";

    // long r = Helper(); value = r < 0 ? 0 : (uint)r; return r >= 0;
    [Fact]
    public void A_result_whose_sign_was_tested_is_not_tested_again()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: i64 = helper "make" %0
              %2: i32 = lt.s %1, 0L
              brif %2 -> ^2(0), ^1
            ^1:
              %3: i32 = trunc %1
              br -> ^2(%3)
            ^2(%4: i32):
              %5: i32 = le.s 0L, %1
              brif %5 -> ^3, ^4
            ^3:
              ret %4
            ^4:
              ret 7
            """);
        Assert.True(JumpThreading.Run(function));
        BlockMerging.Run(function);
        DeadCode.Run(function, []);
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i64 = helper "make" %0
            %2: i32 = lt.s %1, 0L
            brif %2 -> ^1, ^2
            ^1:
            ret 7
            ^2:
            %3: i32 = trunc %1
            ret %3
            """,
            function);
    }

    [Theory]
    // What a parameter is given, and what is computed of that.
    [InlineData("%2: i32 = lt.u %1, 16\nbrif %2 -> ^1(%1), ^1(%M)", "%4: i32 = lt.u %3, 20\nbrif %4 -> ^2, ^3", false)]
    [InlineData("%2: i32 = lt.u %1, 16\n%6: i32 = and %M, 7\nbrif %2 -> ^1(%1), ^1(%6)", "%4: i32 = lt.u %3, 20\nbrif %4 -> ^2, ^3", true)]
    [InlineData("%2: i32 = lt.u %1, 16\n%6: i32 = and %M, 7\nbrif %2 -> ^1(%1), ^1(%6)", "%4: i32 = lt.u %3, 15\nbrif %4 -> ^2, ^3", false)]
    [InlineData("%2: i32 = lt.u %1, 16\n%6: i32 = and %M, 7\nbrif %2 -> ^1(%1), ^1(%6)", "%4: i32 = add %3, 4\n%5: i32 = lt.u %4, 20\nbrif %5 -> ^2, ^3", true)]
    [InlineData("%2: i32 = lt.u %1, 16\n%6: i32 = and %M, 7\nbrif %2 -> ^1(%1), ^1(%6)", "%4: i32 = add %3, 5\n%5: i32 = lt.u %4, 20\nbrif %5 -> ^2, ^3", false)]
    // A number that is tested itself, and one of a switch.
    [InlineData("%2: i32 = ne %1, 0\n%6: i32 = or %M, 1\nbrif %2 -> ^1(%1), ^1(1)", "brif %3 -> ^2, ^3", true)]
    [InlineData("%2: i32 = lt.u %1, 16\nbrif %2 -> ^1(%1), ^1(%M)", "brif %3 -> ^2, ^3", false)]
    [InlineData("%2: i32 = eq %1, 16\nbrif %2 -> ^1(%1), ^1(3)", "switch %3 -> ^2, 16: ^3, 3: ^2", true)]
    // The opposite, and other comparisons of the same values.
    [InlineData("%2: i32 = eq %1, %M\nbrif %2 -> ^1(%1), ^1(%1)", "%4: i32 = ne %1, %M\nbrif %4 -> ^2, ^3", true)]
    [InlineData("%2: i32 = lt.s %1, %M\nbrif %2 -> ^1(%1), ^1(%1)", "%4: i32 = le.s %M, %3\nbrif %4 -> ^2, ^3", true)]
    [InlineData("%2: i32 = lt.s %1, %M\nbrif %2 -> ^1(%1), ^1(%1)", "%4: i32 = le.s %3, %M\nbrif %4 -> ^2, ^3", false)]
    [InlineData("%2: i32 = lt.s %1, %M\nbrif %2 -> ^1(%1), ^1(%1)", "%4: i32 = le.u %M, %1\nbrif %4 -> ^2, ^3", false)]
    [InlineData("%2: i32 = eq %1, 6\nbrif %2 -> ^1(%1), ^1(%1)", "%4: i32 = ne %1, 17\nbrif %4 -> ^2, ^3", false)]
    public void Ranges_on_the_edges_decide(string before, string block, bool decided)
    {
        IrFunction function = IrText.Function($"{Length}%9: i32 = ctx.load u32 \"mark\" #0 %0\n{before}\n^1(%3: i32):\n{block}\n^2:\nret 1\n^3:\nret 2".Replace("%M", "%9"));
        Assert.Equal(decided, JumpThreading.Run(function));
    }

    // "A and 4, or B and 8" where it can't be both: the test of B stays for one way, and to lead the other past it is a jump more.
    [Fact]
    public void A_branch_that_only_some_ways_have_decided_by_their_ranges_stays()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "len" #0 %0
              %2: i32 = ctx.load u32 "mark" #0 %0
              %3: i32 = eq %1, 6
              brif %3 -> ^1, ^2
            ^1:
              %4: i32 = and %2, 4
              brif %4 -> ^4, ^2
            ^2:
              %5: i32 = eq %1, 17
              brif %5 -> ^3, ^5
            ^3:
              %6: i32 = and %2, 8
              brif %6 -> ^4, ^5
            ^4:
              ret 1
            ^5:
              ret 2
            """);
        Assert.False(JumpThreading.Run(function));
    }

    // A number whose bytes were swapped has no bounds to the verifier: what it must know is compared for it.
    [Theory]
    [InlineData(RangeView.Program, true)]
    [InlineData(RangeView.Verifier, false)]
    public void What_only_is_true_does_not_lead_past_a_guard(RangeView view, bool decided)
    {
        IrFunction function = IrText.Function($"{Length}%2: i32 = bswap16 %1\nbrif %1 -> ^1, ^2\n^1:\nbr -> ^3(%2)\n^2:\nbr -> ^3(%1)\n^3(%3: i32):\n%4: i32 = lt.u %3, 65536\nbrif %4 -> ^4, ^5\n^4:\nret %3\n^5:\nfault #1");
        Assert.Equal(decided, JumpThreading.Run(function, view));
    }
}
