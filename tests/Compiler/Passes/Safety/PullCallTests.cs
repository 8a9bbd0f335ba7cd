using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Safety;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

/// <summary>Calls of functions that may pull, among references that are used behind them.</summary>
public sealed class PullCallTests
{
    [Fact]
    public void Behind_a_call_in_which_bytes_are_pulled_what_is_used_is_made_anew()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              %3: i32 = pkt.fits %1, %2, 14 @1
              brif %3 -> ^1, ^2
            ^1:
              %4: i64 = call.subprogram "G" #2 %0 @2
              %5: i32 = load u8 %1
              ret %5
            ^2:
              ret 7
            """);
        Assert.True(PullLowering.Run(Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ctx.load u32 "data_end" #80 %0
            %3: i32 = pkt.fits %1, %2, 14 @1
            brif %3 -> ^1, ^4
            ^1:
            %4: i64 = call.subprogram "G" #2 %0 @2
            %5: ptr = ctx.load u32 "data" #76 %0 @2
            %6: ptr = ctx.load u32 "data_end" #80 %0 @2
            %7: i32 = pkt.fits %5, %6, 14 @2
            brif %7 -> ^2, ^3 @2
            ^2:
            %8: i32 = load u8 %5
            ret %8
            ^3:
            fault #2 @2
            ^4:
            ret 7
            """,
            function);
    }

    [Theory]
    // Nothing is used behind it; a linear packet.
    [InlineData(2)]
    [InlineData(0)]
    public void A_call_that_holds_no_reference_stays_as_it_is(int effects)
    {
        IrFunction function = IrText.Function($$"""
            ^0(%0: ptr):
              %1: i64 = call.subprogram "G" #{{effects}} %0 @2
              %2: i32 = trunc %1
              ret %2
            """);
        PullLowering.Run(Context(), function);
        Assert.Equal(effects, Assert.Single(function.Blocks).Instructions[0].Immediate);
    }

    [Fact]
    public void While_something_is_held_a_lost_reference_goes_where_it_is_released()
    {
        const string Helpers = """
            helper "reserve" 131 () effects 96 since "5.8"
            helper "discard" 133 (Reference) effects 144 since "5.8"
            """;
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              %3: i32 = pkt.fits %1, %2, 14 @1
              brif %3 -> ^1, ^3
            ^1:
              %4: ptr = helper "reserve"
              %5: i64 = call.subprogram "G" #2 %0 @2
              %6: i32 = pkt.kept %5 @2
              brif %6 -> ^2, ^4 @2
            ^2:
              %7: i32 = load u8 %1
              helper "discard" %4
              ret %7
            ^3:
              ret 7
            ^4:
              helper "discard" %4
              fault #2 @2
            """);
        Assert.True(PullLowering.Run(Context(Helpers), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ctx.load u32 "data_end" #80 %0
            %3: i32 = pkt.fits %1, %2, 14 @1
            brif %3 -> ^1, ^3
            ^1:
            %4: ptr = helper "reserve"
            %5: i64 = call.subprogram "G" #2 %0 @2
            %6: ptr = ctx.load u32 "data" #76 %0 @2
            %7: ptr = ctx.load u32 "data_end" #80 %0 @2
            %8: i32 = pkt.fits %6, %7, 14 @2
            brif %8 -> ^2, ^4 @2
            ^2:
            %9: i32 = load u8 %6
            helper "discard" %4
            ret %9
            ^3:
            ret 7
            ^4:
            helper "discard" %4
            fault #2 @2
            """,
            function);
    }

    [Fact]
    public void A_callback_that_pulls_is_given_the_distance_of_what_it_captures()
    {
        const string Loop = """helper "loop" 181 (Scalar, Callback, Environment, Scalar) effects 0 since "5.17" """;
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ptradd %1, 14L
              %3: ptr = func.addr "G"
              %4: i64 = helper "loop" #2 20L, %3, null, 0L, %0, %2 @2
              ret 1
            """);
        Assert.True(PullLowering.Run(Context(Loop), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ptradd %1, 14L
            %3: ptr = func.addr "G"
            %4: ptr = ctx.load u32 "data" #76 %0 @2
            %5: i64 = ptrdiff %2, %4 @2
            %6: i64 = helper "loop" #2 20L, %3, null, 0L, %0, %5 @2
            ret 1
            """,
            function);
    }

    private static CompilationContext Context(string declarations = "")
    {
        CompilationContext context = IrText.Context(declarations);
        context.ProgramKind = "tc";
        return context;
    }
}
