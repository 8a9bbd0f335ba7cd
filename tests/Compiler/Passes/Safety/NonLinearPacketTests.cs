using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Simplify;
using BpfSharp.Compiler.Safety;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

/// <summary>Which checks pull, and the way out of line that they get.</summary>
public sealed class NonLinearPacketTests
{
    private const string Asking = """
        ^0(%0: ptr):
          %1: ptr = ctx.load u32 "data" #76 %0
          %2: ptr = ptradd %1, 200L
          %3: ptr = ctx.load u32 "data_end" #80 %0
          %4: i32 = pkt.fits %2, %3, 4 @1
          brif %4 -> ^1, ^2
        ^1:
          %5: i32 = load u32 %2
          ret %5
        ^2:
          ret 7
        """;

    [Fact]
    public void Checks_of_packet_references_are_marked()
    {
        IrFunction function = IrText.Function(Asking);
        Assert.True(NonLinearPackets.Mark(function, "tc"));
        IrText.AssertBody(Asking.Replace("pkt.fits", "pkt.fits #1"), function);
    }

    [Fact]
    public void A_packet_of_a_kind_without_a_length_is_linear()
    {
        IrFunction function = IrText.Function(Asking);
        Assert.False(NonLinearPackets.Mark(function, "xdp"));
        Assert.False(PacketPulls.Run(Context(), function));
        IrText.AssertBody(Asking, function);
    }

    [Fact]
    public void A_check_that_fails_within_the_packet_pulls_out_of_line()
    {
        IrFunction function = IrText.Function(Asking.Replace("pkt.fits", "pkt.fits #1"));
        Assert.True(PacketPulls.Run(Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ptradd %1, 200L
            %3: ptr = ctx.load u32 "data_end" #80 %0
            %4: i32 = pkt.fits %2, %3, 4 @1
            brif %4 -> ^1, ^3
            ^1:
            %5: i32 = load u32 %2
            ret %5
            ^2:
            ret 7
            ^3:
            %6: i32 = pkt.has %2, 4 @1
            brif %6 -> ^4, ^2 @1
            ^4:
            %7: i32 = pkt.pull %2, 4 @1
            guard #2 %7 @1
            br -> ^1 @1
            """,
            function);
        Assert.True(function.Blocks[3].IsOutOfLine && function.Blocks[4].IsOutOfLine);
    }

    [Fact]
    public void Where_absent_bytes_fault_nobody_asks_whether_the_packet_has_them()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              %3: i32 = pkt.fits #1 %1, %2, 4 @1
              brif %3 -> ^1, ^2
            ^1:
              ret 1
            ^2:
              fault #2 @1
            """);
        Assert.True(PacketPulls.Run(Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ctx.load u32 "data_end" #80 %0
            %3: i32 = pkt.fits %1, %2, 4 @1
            brif %3 -> ^1, ^3
            ^1:
            ret 1
            ^2:
            fault #2 @1
            ^3:
            %4: i32 = pkt.pull %1, 4 @1
            brif %4 -> ^1, ^2 @1
            """,
            function);
    }

    [Fact]
    public void An_answer_that_is_used_later_becomes_a_parameter()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              %3: i32 = pkt.fits #1 %1, %2, 4 @1
              ctx.store u32 "mark" #8 %0, %3
              ret %3
            """);
        Assert.True(PacketPulls.Run(Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ctx.load u32 "data_end" #80 %0
            %3: i32 = pkt.fits %1, %2, 4 @1
            brif %3 -> ^1(1), ^2 @1
            ^1(%4: i32):
            ctx.store u32 "mark" #8 %0, %4
            ret %4
            ^2:
            %5: i32 = pkt.has %1, 4 @1
            brif %5 -> ^3, ^1(0) @1
            ^3:
            %6: i32 = pkt.pull %1, 4 @1
            guard #2 %6 @1
            br -> ^1(1) @1
            """,
            function);
    }

    // Unless it is proven before, an unused check stays where the program sees how many bytes are linear: it makes more of them so.
    [Theory]
    [InlineData("tc", true, true)]
    [InlineData("tc", false, false)]
    [InlineData("xdp", true, false)]
    public void A_check_that_nobody_asks_stays_where_the_linear_length_is_seen(string kind, bool isSeen, bool stays)
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              %3: i32 = pkt.fits #1 %1, %2, 40
              brif %3 -> ^1, ^2
            ^1:
              %4: i32 = pkt.fits #1 %1, %2, 30
              ret 1
            ^2:
              %5: i32 = pkt.fits #1 %1, %2, 20
              ret 2
            """);
        function.PacketsAreChecked = true;
        CompilationContext context = Context();
        (context.ProgramKind, context.IsLengthSeen) = (kind, isSeen);
        CheckElimination.Run(context, function);
        DeadCode.Run(context, function);
        string text = IrPrinter.Print(function, withSpans: false);
        Assert.DoesNotContain(", 30", text);
        Assert.Equal(stays, text.Contains(", 20"));
    }

    [Fact]
    public void Under_a_lock_what_is_not_linear_faults()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = global.addr "g"
              %2: ptr = ctx.load u32 "data" #76 %0
              %3: ptr = ctx.load u32 "data_end" #80 %0
              helper "lock" %1
              %4: i32 = pkt.fits #1 %2, %3, 4 @1
              brif %4 -> ^1, ^2
            ^1:
              helper "unlock" %1
              %5: i32 = pkt.fits #1 %2, %3, 9 @2
              brif %5 -> ^3, ^4
            ^2:
              helper "unlock" %1
              ret 2
            ^3:
              ret 3
            ^4:
              fault #2 @2
            """);
        Assert.True(PacketPulls.Run(Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = global.addr "g"
            %2: ptr = ctx.load u32 "data" #76 %0
            %3: ptr = ctx.load u32 "data_end" #80 %0
            helper "lock" %1
            %4: i32 = pkt.fits %2, %3, 4 @1
            brif %4 -> ^1, ^5
            ^1:
            helper "unlock" %1
            %5: i32 = pkt.fits %2, %3, 9 @2
            brif %5 -> ^3, ^7
            ^2:
            helper "unlock" %1
            ret 2
            ^3:
            ret 3
            ^4:
            fault #2 @2
            ^5:
            %6: i32 = pkt.has %2, 4 @1
            brif %6 -> ^6, ^2 @1
            ^6:
            guard #2 0 @1
            br -> ^1 @1
            ^7:
            %7: i32 = pkt.pull %2, 9 @2
            brif %7 -> ^3, ^4 @2
            """,
            function);
    }

    [Fact]
    public void A_length_read_before_a_check_that_pulls_stays_a_number()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              %3: i64 = ptrdiff %2, %1
              %4: i32 = pkt.fits #1 %1, %2, 100 @1
              brif %4 -> ^1, ^2
            ^1:
              %5: i32 = lt.u %3, 100L
              ret %5
            ^2:
              ret 2
            """);
        Assert.False(PacketLengths.Run(function, IrText.Context().Module.Helpers));
    }

    [Fact]
    public void Where_the_linear_length_is_seen_the_linear_end_is_read_anew_behind_a_check_that_pulls()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              %3: i64 = ptrdiff %2, %1
              %4: i32 = pkt.fits #1 %1, %2, 100 @1
              brif %4 -> ^1, ^2
            ^1:
              %5: ptr = ctx.load u32 "data" #76 %0
              %6: ptr = ctx.load u32 "data_end" #80 %0
              %7: i64 = ptrdiff %6, %5
              %8: i32 = eq %3, %7
              ret %8
            ^2:
              ret 2
            """);
        Assert.True(ValueNumbering.Run(function, new()));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ctx.load u32 "data_end" #80 %0
            %3: i64 = ptrdiff %2, %1
            %4: i32 = pkt.fits #1 %1, %2, 100 @1
            brif %4 -> ^1, ^2
            ^1:
            %5: ptr = ctx.load u32 "data_end" #80 %0
            %6: i64 = ptrdiff %5, %1
            %7: i32 = eq %3, %6
            ret %7
            ^2:
            ret 2
            """,
            function);
    }

    private static CompilationContext Context() => IrText.Context("""
        helper "lock" 93 (Reference) effects 272 since "5.1"
        helper "unlock" 94 (Reference) effects 144 since "5.1"
        """);
}
