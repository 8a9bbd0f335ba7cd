using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Safety;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

/// <summary>What is in range for reasons that the verifier does not follow is told to it.</summary>
public sealed class ProofTests
{
    [Fact]
    public void A_step_behind_a_step_becomes_one_step_by_their_sum()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr, %1: i64, %2: i64):
              %3: ptr = slot #64
              %4: ptr = ptradd %3, %1
              %5: ptr = ptradd %4, 8L
              %6: ptr = ptradd %5, %2
              %7: i32 = load u8 %6
              ret %7
            """);
        Assert.True(PointerOffsets.Run(IrText.Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr, %1: i64, %2: i64):
            %3: ptr = slot #64
            %4: ptr = ptradd %3, %1
            %5: ptr = ptradd %4, 8L
            %6: i64 = add %1, %2
            %7: ptr = ptradd %3, %6
            %8: ptr = ptradd %7, 8L
            %9: i32 = load u8 %8
            ret %9
            """,
            function);
    }

    [Fact]
    public void A_reference_that_moves_in_a_loop_is_carried_as_its_distance()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr, %1: i64):
              %2: ptr = slot #64
              br -> ^1(%2)
            ^1(%3: ptr):
              %4: ptr = ptradd %3, %1
              %5: i32 = load u8 %3
              brif %5 -> ^1(%4), ^2
            ^2:
              ret 0
            """);
        Assert.True(PointerOffsets.Run(IrText.Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr, %1: i64):
            %2: ptr = slot #64
            br -> ^1(0L)
            ^1(%3: i64):
            %4: i64 = add %3, %1
            %5: ptr = ptradd %2, %4
            %6: ptr = ptradd %5, 0L
            %7: ptr = ptradd %2, %3
            %8: i32 = load u8 %7
            brif %8 -> ^1(%4), ^2
            ^2:
            ret 0
            """,
            function);
    }

    [Fact]
    public void Places_in_one_memory_are_compared_by_their_distance()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr, %1: i64):
              %2: ptr = slot #64
              %3: ptr = ptradd %2, %1
              %4: ptr = ptradd %2, 64L
              %5: i32 = lt.u %3, %4
              ret %5
            """);
        Assert.True(PointerOffsets.Run(IrText.Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr, %1: i64):
            %2: ptr = slot #64
            %3: ptr = ptradd %2, %1
            %4: ptr = ptradd %2, 64L
            %5: i32 = lt.s %1, 64L
            ret %5
            """,
            function);
    }

    [Fact]
    public void A_packet_reference_with_constant_steps_stays_one()
    {
        const string Body = """
            ^0(%0: ptr, %1: i32):
              %2: ptr = ctx.load u32 "data" %0
              %3: ptr = ptradd %2, 14L
              %4: ptr = ptradd %2, 18L
              brif %1 -> ^1(%3), ^1(%4)
            ^1(%5: ptr):
              %6: i32 = load u8 %5
              ret %6
            """;
        IrFunction function = IrText.Function(Body);
        Assert.False(PointerOffsets.Run(IrText.Context(), function));
        IrText.AssertBody(Body, function);
    }

    [Fact]
    public void Locals_that_one_reference_may_step_through_lie_in_one_piece()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr, %1: i32, %2: i64):
              %3: ptr = slot #13
              %4: ptr = slot #8
              %5: ptr = slot #8
              brif %1 -> ^1(%3), ^1(%4)
            ^1(%6: ptr):
              %7: ptr = ptradd %6, %2
              %8: i32 = load u8 %7
              store u8 %5, %8
              ret %8
            """);
        Assert.True(SlotJoining.Run(IrText.Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr, %1: i32, %2: i64):
            %3: ptr = slot #8
            %4: ptr = slot #24
            %5: ptr = ptradd %4, 0L
            %6: ptr = ptradd %4, 16L
            brif %1 -> ^1(%5), ^1(%6)
            ^1(%7: ptr):
            %8: ptr = ptradd %7, %2
            %9: i32 = load u8 %8
            store u8 %3, %9
            ret %9
            """,
            function);
    }

    [Fact]
    public void The_end_of_a_loop_that_the_verifier_can_not_bound_is_compared_before_it()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr, %1: i32):
              %2: i32 = rem.u %1, 10
              br -> ^1(0)
            ^1(%3: i32):
              %4: i32 = lt.u %3, %2
              %5: i32 = add %3, 1
              brif %4 -> ^1(%5), ^2
            ^2:
              ret 0
            """);
        Assert.True(LoopBounds.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr, %1: i32):
            %2: i32 = rem.u %1, 10
            %3: i32 = lt.u %2, 10
            guard #1 %3
            br -> ^1(0)
            ^1(%4: i32):
            %5: i32 = lt.u %4, %2
            %6: i32 = add %4, 1
            brif %5 -> ^1(%6), ^2
            ^2:
            ret 0
            """,
            function);
    }

    [Fact]
    public void Rounds_are_counted_where_a_step_is_of_unknown_size()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr, %1: i32):
              %2: i32 = rem.u %1, 5
              %3: i32 = add %2, 1
              br -> ^1(20)
            ^1(%4: i32):
              %5: i32 = lt.s 3, %4
              %6: i32 = sub %4, %3
              brif %5 -> ^1(%6), ^2
            ^2:
              ret 0
            """);
        Assert.True(LoopBounds.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr, %1: i32):
            %2: i32 = rem.u %1, 5
            %3: i32 = add %2, 1
            br -> ^1(20, 0)
            ^1(%4: i32, %5: i32):
            %6: i32 = lt.u %5, 18
            guard #1 %6
            %7: i32 = lt.s 3, %4
            %8: i32 = sub %4, %3
            %9: i32 = add %5, 1
            brif %7 -> ^1(%8, %9), ^2
            ^2:
            ret 0
            """,
            function);
    }

    /// <summary>Of a counter that starts at constants alone every verifier knows which number it is.</summary>
    [Theory]
    [InlineData("%3", true)]
    [InlineData("2", false)]
    public void Rounds_from_and_to_numbers_in_bounds_are_counted_for_verifiers_that_compare_none(string start, bool counted)
    {
        string text = $$"""
            ^0(%0: ptr, %1: i32, %2: i32):
              %3: i32 = and %1, 3
              %4: i32 = and %2, 15
              br -> ^1({{start}})
            ^1(%5: i32):
              %6: i32 = lt.u %5, %4
              %7: i32 = add %5, 1
              brif %6 -> ^1(%7), ^2
            ^2:
              ret 0
            """;
        Assert.False(LoopBounds.Run(IrText.Function(text)));
        IrFunction function = IrText.Function(text);
        Assert.Equal(counted, LoopBounds.Run(function, decidesBounds: false));
        Assert.Equal(counted ? 2 : 1, function.Blocks[1].Parameters.Count);
    }

    [Fact]
    public void A_comparison_before_a_protected_loop_leads_to_the_pad()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr, %1: i32):
              %2: i32 = rem.u %1, 10
              br -> ^1(0)
            ^1(%3: i32):
              try -> ^2, ^4(%3)
            ^2:
              loop.limit
              %4: i32 = lt.u %3, %2
              %5: i32 = add %3, 1
              brif %4 -> ^1(%5), ^3
            ^3:
              ret 0
            ^4(%6: i32):
              %7: i32 = caught
              store i32 %0, %6
              resume %7
            """);
        Assert.False(LoopBounds.DropMarks(function, RangeView.Verifier));
        Assert.True(LoopBounds.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr, %1: i32):
            %2: i32 = rem.u %1, 10
            try -> ^1, ^5(0)
            ^1:
            %3: i32 = lt.u %2, 10
            guard #1 %3
            br -> ^2(0)
            ^2(%4: i32):
            try -> ^3, ^5(%4)
            ^3:
            %5: i32 = lt.u %4, %2
            %6: i32 = add %4, 1
            brif %5 -> ^2(%6), ^4
            ^4:
            ret 0
            ^5(%7: i32):
            %8: i32 = caught
            store i32 %0, %7
            resume %8
            """,
            function);
    }

    [Fact]
    public void Rounds_are_counted_at_the_mark_where_the_pad_wants_what_the_loop_makes()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr, %1: i32):
              %2: i32 = rem.u %1, 10
              br -> ^1(0)
            ^1(%3: i32):
              %4: i32 = mul %3, 3
              try -> ^2, ^4
            ^2:
              loop.limit
              %5: i32 = lt.u %3, %2
              %6: i32 = add %3, 1
              brif %5 -> ^1(%6), ^3
            ^3:
              ret 0
            ^4:
              %7: i32 = caught
              store i32 %0, %4
              resume %7
            """);
        Assert.True(LoopBounds.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr, %1: i32):
            %2: i32 = rem.u %1, 10
            br -> ^1(0, 0)
            ^1(%3: i32, %4: i32):
            %5: i32 = mul %3, 3
            try -> ^2, ^4
            ^2:
            %6: i32 = lt.u %4, 10
            guard #1 %6
            %7: i32 = lt.u %3, %2
            %8: i32 = add %3, 1
            %9: i32 = add %4, 1
            brif %7 -> ^1(%8, %9), ^3
            ^3:
            ret 0
            ^4:
            %10: i32 = caught
            store i32 %0, %5
            resume %10
            """,
            function);
    }

    [Fact]
    public void Marks_of_loops_that_the_verifier_bounds_are_taken_away()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              br -> ^1(0)
            ^1(%1: i32):
              try -> ^2, ^4
            ^2:
              loop.limit
              %2: i32 = lt.u %1, 9
              %3: i32 = add %1, 1
              brif %2 -> ^1(%3), ^3
            ^3:
              ret 0
            ^4:
              %4: i32 = caught
              resume %4
            """);
        Assert.True(LoopBounds.DropMarks(function, RangeView.Verifier));
        Assert.DoesNotContain("loop.limit", IrPrinter.Print(function));
    }

    [Fact]
    public void A_loop_whose_counter_may_wrap_around_is_not_counted()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              br -> ^1(2147483640)
            ^1(%1: i32):
              %2: i32 = le.s %1, 2147483647
              %3: i32 = add %1, 1
              brif %2 -> ^1(%3), ^2
            ^2:
              ret 0
            """);
        Assert.False(LoopBounds.Run(function));
    }
}
