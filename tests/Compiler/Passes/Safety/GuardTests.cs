using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Safety;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

public sealed class GuardTests
{
    internal const string Declarations = """
        helper "lookup" 1 (Map, MapKey) effects 2 since "3.19"
        helper "output" 130 (Map, ReadMemory, Size, Scalar) effects 0 since "5.8"
        map "M" type 1 key u32 value [Value] max 1 flags 0 pin 0
        type "Value" sequential { "e": u32 * 16; }
        global "table": [Value]
        """;

    [Fact]
    public void An_access_that_no_check_covers_gets_one()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              %3: i32 = pkt.fits %1, %2, 14
              guard #2 %3 @1
              %4: ptr = ptradd %1, 12L
              %5: i32 = load u16 %4 @2
              %6: ptr = ptradd %1, 20L
              %7: i32 = load u32 %6 @3
              %8: i32 = load u8 %6 @4
              ret %5
            """);
        Assert.True(AccessGuards.Run(IrText.Context(Declarations), function, "xdp"));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" %0
            %2: ptr = ctx.load u32 "data_end" #4 %0
            %3: i32 = pkt.fits %1, %2, 14
            guard #2 %3 @1
            %4: ptr = ptradd %1, 12L
            %5: i32 = load u16 %4 @2
            %6: ptr = ptradd %1, 20L
            %7: ptr = ctx.load u32 "data_end" #4 %0 @3
            %8: i32 = pkt.fits %1, %7, 24 @3
            guard #1 %8 @3
            %9: i32 = load u32 %6 @3
            %10: i32 = load u8 %6 @4
            ret %5
            """,
            function);
    }

    [Fact]
    public void A_check_counts_only_where_every_way_has_passed_one()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              %3: i32 = ctx.load u32 "len" %0
              brif %3 -> ^1, ^2
            ^1:
              %4: i32 = pkt.fits %1, %2, 14
              brif %4 -> ^3(%1), ^4
            ^2:
              %5: i32 = pkt.fits %1, %2, 34
              brif %5 -> ^3(%1), ^4
            ^3(%6: ptr):
              %7: i32 = load u8 %1 @1
              %8: ptr = ptradd %6, 10L
              %9: i32 = load u32 %8 @2
              %10: ptr = ptradd %1, 14L
              %11: i32 = load u8 %10 @3
              ret %7
            ^4:
              ret 0
            """);
        Assert.True(AccessGuards.Run(IrText.Context(Declarations), function, "xdp"));
        string text = IrPrinter.Print(function);
        Assert.DoesNotContain("guard #1 %10 @1", text);
        Assert.DoesNotContain("@2\n  guard", text);
        Assert.Contains("pkt.fits %1, %11, 15 @3\n  guard #1 %12 @3", text);
    }

    [Fact]
    public void A_map_value_is_tested_before_its_first_use_and_once()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #4
              store u32 %1, 0
              %2: ptr = map.addr "M"
              %3: ptr = helper "lookup" %2, %1
              %4: ptr = ptradd %3, 4L
              %5: i32 = load u32 %4 @1
              %6: i32 = load u32 %3 @2
              ret %5
            """);
        Assert.True(AccessGuards.Run(IrText.Context(Declarations), function, "xdp"));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = slot #4
            store u32 %1, 0
            %2: ptr = map.addr "M"
            %3: ptr = helper "lookup" %2, %1
            %4: ptr = ptradd %3, 4L
            %5: i32 = ne %3, null @1
            guard #7 %5 @1
            %6: i32 = load u32 %4 @1
            %7: i32 = load u32 %3 @2
            ret %6
            """,
            function);
    }

    [Fact]
    public void Packet_memory_goes_to_the_stack_for_helpers_that_refuse_it()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: ptr = map.addr "M"
              %3: ptr = helper "lookup" %2, %1 @1
              %4: i64 = helper "output" %2, %1, 16, 0 @2
              ret 0
            """);
        Assert.True(HelperArguments.Run(IrText.Context(Declarations), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = slot "output" #16 @2
            %2: ptr = ctx.load u32 "data" %0
            %3: ptr = map.addr "M"
            %4: ptr = helper "lookup" %3, %2 @1
            copy #16 %1, %2 @2
            %5: i64 = helper "output" %3, %1, 16, 0 @2
            ret 0
            """,
            function);
    }

    [Fact]
    public void Stack_bytes_that_were_never_written_are_zeroed_before_others_read_them()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #16
              %2: ptr = slot #8
              %3: i32 = ctx.load u32 "len" %0
              store u32 %1, 1
              %4: ptr = ptradd %1, 8L
              store u64 %4, 2L
              brif %3 -> ^1, ^2
            ^1:
              store u64 %2, 5L
              br -> ^2
            ^2:
              %5: ptr = map.addr "M"
              %6: i64 = helper "output" %5, %1, 16, 0 @4
              %7: i32 = load u32 %2 @5
              ret %7
            """);
        Assert.True(SlotInitialisation.Run(IrText.Context(Declarations), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = slot #16
            %2: ptr = slot #8
            %3: ptr = ptradd %2, 0L
            zero #4 %3
            %4: i32 = ctx.load u32 "len" %0
            store u32 %1, 1
            %5: ptr = ptradd %1, 8L
            store u64 %5, 2L
            brif %4 -> ^1, ^2
            ^1:
            store u64 %2, 5L
            br -> ^2
            ^2:
            %6: ptr = map.addr "M"
            %7: ptr = ptradd %1, 4L @4
            zero #4 %7 @4
            %8: i64 = helper "output" %6, %1, 16, 0 @4
            %9: i32 = load u32 %2 @5
            ret %9
            """,
            function);
    }
}
