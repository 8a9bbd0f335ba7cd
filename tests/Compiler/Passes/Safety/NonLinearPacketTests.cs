using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Safety;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

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
    public void A_check_that_fails_within_the_packet_faults_out_of_line()
    {
        IrFunction function = IrText.Function(Asking);
        Assert.True(NonLinearPackets.Run(function, "tc"));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ptradd %1, 200L
            %3: ptr = ctx.load u32 "data_end" #80 %0
            %4: i32 = pkt.fits %2, %3, 4 @1
            brif %4 -> ^2, ^1 @1
            ^1:
            %5: i32 = ctx.load u32 "len" %0 @1
            %6: ptr = ctx.load u32 "data" #76 %0 @1
            %7: i64 = ptrdiff %2, %6 @1
            %8: i64 = add %7, 4L @1
            %9: i64 = zext %5 @1
            %10: i32 = lt.u %9, %8 @1
            guard #2 %10 @1
            br -> ^2 @1
            ^2:
            brif %4 -> ^3, ^4
            ^3:
            %11: i32 = load u32 %2
            ret %11
            ^4:
            ret 7
            """,
            function);
    }

    [Fact]
    public void A_packet_of_a_kind_without_a_length_is_linear()
    {
        IrFunction function = IrText.Function(Asking);
        Assert.False(NonLinearPackets.Run(function, "xdp"));
        Assert.False(NonLinearPackets.DropBeforeFaults(function, "xdp"));
        IrText.AssertBody(Asking, function);
    }

    [Fact]
    public void Before_a_fault_of_the_same_kind_nothing_is_asked()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "len" %0
              switch %1 -> ^1, 1: ^2, 2: ^3
            ^1:
              guard #2 %1 @1
              fault #2 @2
            ^2:
              guard #2 %1 @3
              br -> ^4
            ^3:
              guard #2 %1 @4
              fault #3 @5
            ^4:
              fault #2 @6
            """);
        Assert.True(NonLinearPackets.DropBeforeFaults(function, "tc"));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            switch %1 -> ^1, 1: ^2, 2: ^3
            ^1:
            fault #2 @2
            ^2:
            br -> ^4
            ^3:
            guard #2 %1 @4
            fault #3 @5
            ^4:
            fault #2 @6
            """,
            function);
    }
}
