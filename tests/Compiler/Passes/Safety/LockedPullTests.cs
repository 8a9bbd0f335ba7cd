using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Safety;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

/// <summary>What is pulled before a lock is taken.</summary>
public sealed class LockedPullTests
{
    private const string Helpers = """
        helper "lock" 93 (Reference) effects 272 since "5.1"
        helper "unlock" 94 (Reference) effects 144 since "5.1"
        """;

    [Fact]
    public void What_is_accessed_under_a_lock_is_made_linear_before_it()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              %3: ptr = global.addr "Cell"
              %4: i32 = ctx.load u32 "mark" #8 %0
              %5: i64 = zext %4
              helper "lock" %3
              %6: i32 = pkt.fits #1 %1, %2, 70 @1
              brif %6 -> ^1, ^5
            ^1:
              %7: ptr = ptradd %1, 100L
              %8: i32 = pkt.fits #1 %7, %2, 4 @2
              brif %8 -> ^2, ^5
            ^2:
              %9: ptr = ptradd %1, %5
              %10: ptr = ptradd %9, 8L
              %11: i32 = pkt.fits #1 %10, %2, 2 @3
              brif %11 -> ^3, ^5
            ^3:
              helper "unlock" %3
              %12: i32 = pkt.fits #1 %1, %2, 400 @4
              brif %12 -> ^4, ^6
            ^4:
              ret 1
            ^5:
              helper "unlock" %3
              fault #2 @1
            ^6:
              fault #2 @4
            """);
        Assert.True(LockedPulls.Run(Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ctx.load u32 "data_end" #80 %0
            %3: ptr = global.addr "Cell"
            %4: i32 = ctx.load u32 "mark" #8 %0
            %5: i64 = zext %4
            %6: ptr = ctx.load u32 "data" #76 %0 @1
            %7: i32 = pkt.pull #1 %6, 104L @1
            guard #2 %7 @1
            %8: ptr = ctx.load u32 "data" #76 %0 @3
            %9: i64 = add %5, 10L @3
            %10: i32 = pkt.pull #1 %8, %9 @3
            guard #2 %10 @3
            helper "lock" %3
            %11: i32 = pkt.fits #1 %1, %2, 70 @1
            brif %11 -> ^1, ^5
            ^1:
            %12: ptr = ptradd %1, 100L
            %13: i32 = pkt.fits #1 %12, %2, 4 @2
            brif %13 -> ^2, ^5
            ^2:
            %14: ptr = ptradd %1, %5
            %15: ptr = ptradd %14, 8L
            %16: i32 = pkt.fits #1 %15, %2, 2 @3
            brif %16 -> ^3, ^5
            ^3:
            helper "unlock" %3
            %17: i32 = pkt.fits #1 %1, %2, 400 @4
            brif %17 -> ^4, ^6
            ^4:
            ret 1
            ^5:
            helper "unlock" %3
            fault #2 @1
            ^6:
            fault #2 @4
            """,
            function);
    }

    [Fact]
    public void All_of_the_packet_where_the_lock_decides_how_far_it_goes()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              %3: ptr = global.addr "Cell"
              helper "lock" %3
              %4: i64 = load u64 %3
              %5: ptr = ptradd %1, %4
              %6: i32 = pkt.fits #1 %5, %2, 4 @1
              helper "unlock" %3
              ret %6
            """);
        Assert.True(LockedPulls.Run(Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ctx.load u32 "data_end" #80 %0
            %3: ptr = global.addr "Cell"
            %4: ptr = ctx.load u32 "data" #76 %0 @1
            %5: i32 = pkt.pull #1 %4, 65535L @1
            guard #2 %5 @1
            helper "lock" %3
            %6: i64 = load u64 %3
            %7: ptr = ptradd %1, %6
            %8: i32 = pkt.fits #1 %7, %2, 4 @1
            helper "unlock" %3
            ret %8
            """,
            function);
    }

    private static CompilationContext Context()
    {
        CompilationContext context = IrText.Context(Helpers);
        context.ProgramKind = "tc";
        return context;
    }
}
