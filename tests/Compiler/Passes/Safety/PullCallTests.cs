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
    // Nothing is used behind it; a linear packet; a function that is called where nothing may be pulled.
    [InlineData(2, false, 2)]
    [InlineData(0, false, 0)]
    [InlineData(2, true, 6)]
    public void A_call_that_holds_no_reference_stays_as_it_is(int effects, bool isFixed, int expected)
    {
        IrFunction function = IrText.Function($$"""
            ^0(%0: ptr):
              %1: i64 = call.subprogram "G" #{{effects}} %0 @2
              %2: i32 = trunc %1
              ret %2
            """);
        function.PacketsAreFixed = isFixed;
        PullLowering.Run(Context(), function);
        Assert.Equal(expected, Assert.Single(function.Blocks).Instructions[0].Immediate);
    }

    [Fact]
    public void While_a_reservation_is_held_a_call_does_not_lose_references()
    {
        const string Body = """
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = helper "reserve"
              %3: i64 = call.subprogram "G" #EFFECTS %0 @2
              %4: i32 = eq %1, null
              ret %4
            """;
        IrFunction function = IrText.Function(Body.Replace("EFFECTS", "2"));
        PullLowering.Run(Context("""helper "reserve" 131 () effects 96 since "5.8" """), function);
        IrText.AssertBody(Body.Replace("EFFECTS", "6"), function);
    }

    private static CompilationContext Context(string declarations = "")
    {
        CompilationContext context = IrText.Context(declarations);
        context.ProgramKind = "tc";
        return context;
    }
}
