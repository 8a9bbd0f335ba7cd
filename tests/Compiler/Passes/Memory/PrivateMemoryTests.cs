using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Memory;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Memory;

public sealed class PrivateMemoryTests
{
    private const string Declarations = """
        helper "lookup" 1 (Map, MapKey) effects 2 since "3.19"
        helper "fill" 26 (Context, Scalar, WriteMemory, Size) effects 0 since "4.5"
        map "M" type 1 key u64 value u64 max 1 flags 0 pin 0
        global "g": u32
        """;

    [Fact]
    public void Packet_fields_are_read_once_the_context_every_time()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: i32 = ctx.load u32 "len" %0
              %3: i32 = load u16 %1
              %4: i32 = load u16 %1
              %5: i32 = load i16 %1
              %6: i32 = ctx.load u32 "len" %0
              %7: i32 = add %3, %4
              %8: i32 = add %2, %6
              %9: i32 = add %7, %8
              %10: i32 = add %9, %5
              ret %10
            """);
        Assert.True(LoadForwarding.Run(IrText.Context(Declarations), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" %0
            %2: i32 = ctx.load u32 "len" %0
            %3: i32 = load u16 %1
            %4: i32 = ext.i16 %3
            %5: i32 = ctx.load u32 "len" %0
            %6: i32 = add %3, %3
            %7: i32 = add %2, %5
            %8: i32 = add %6, %7
            %9: i32 = add %8, %4
            ret %9
            """,
            function);
    }

    [Fact]
    public void A_part_of_a_constant_is_known()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              store u32 %1, -2130640639
              %2: ptr = ptradd %1, 3L
              %3: i32 = load u8 %2
              %4: i32 = load i8 %2
              %5: ptr = ptradd %1, 1L
              %6: i32 = load u16 %5
              %7: i32 = add %3, %4
              %8: i32 = add %7, %6
              ret %8
            """);
        Assert.True(LoadForwarding.Run(IrText.Context(Declarations), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" %0
            store u32 %1, -2130640639
            %2: ptr = ptradd %1, 3L
            %3: i32 = ext.i8 129
            %4: ptr = ptradd %1, 1L
            %5: i32 = add 129, %3
            %6: i32 = add %5, 257
            ret %6
            """,
            function);
    }

    [Fact]
    public void A_store_is_what_is_loaded_until_something_may_have_changed_it()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #8
              %2: ptr = slot #8
              %3: ptr = ptradd %1, 4L
              %4: i32 = ctx.load u32 "len" %0
              store u32 %1, %4
              store u8 %3, %4
              %5: i32 = load u32 %1
              %6: i32 = load u8 %3
              %7: i64 = helper "fill" %0, 0, %2, 8
              %8: i32 = load u32 %1
              %9: i64 = helper "fill" %0, 0, %3, 4
              %10: i32 = load u32 %1
              %11: i32 = load u8 %3
              store u32 %2, %5
              store u32 %2, %6
              store u32 %2, %8
              store u32 %2, %10
              ret %11
            """);
        Assert.True(LoadForwarding.Run(IrText.Context(Declarations), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = slot #8
            %2: ptr = slot #8
            %3: ptr = ptradd %1, 4L
            %4: i32 = ctx.load u32 "len" %0
            store u32 %1, %4
            store u8 %3, %4
            %5: i32 = ext.u8 %4
            %6: i64 = helper "fill" %0, 0, %2, 8
            %7: i64 = helper "fill" %0, 0, %3, 4
            %8: i32 = load u8 %3
            store u32 %2, %4
            store u32 %2, %5
            store u32 %2, %4
            store u32 %2, %4
            ret %8
            """,
            function);
    }

    [Fact]
    public void Only_what_all_ways_agree_on_is_known()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: ptr = ptradd %1, 4L
              %3: i32 = load u8 %1
              %4: i32 = load u8 %2
              brif %3 -> ^1, ^2
            ^1:
              store u8 %2, 5
              br -> ^2
            ^2:
              %5: i32 = load u8 %1
              %6: i32 = load u8 %2
              %7: i32 = add %5, %6
              ret %7
            """);
        Assert.True(LoadForwarding.Run(IrText.Context(Declarations), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" %0
            %2: ptr = ptradd %1, 4L
            %3: i32 = load u8 %1
            %4: i32 = load u8 %2
            brif %3 -> ^1, ^2
            ^1:
            store u8 %2, 5
            br -> ^2
            ^2:
            %5: i32 = load u8 %2
            %6: i32 = add %3, %5
            ret %6
            """,
            function);
    }

    [Fact]
    public void Writes_that_are_overwritten_before_anybody_reads_go()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #8
              zero #8 %1
              store u32 %1, 32
              %2: ptr = ptradd %1, 4L
              store u32 %2, 7
              %3: ptr = map.addr "M"
              %4: ptr = helper "lookup" %3, %1
              store u32 %2, 8
              ret 0
            """);
        Assert.True(DeadStores.Run(IrText.Context(Declarations), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = slot #8
            store u32 %1, 32
            %2: ptr = ptradd %1, 4L
            store u32 %2, 7
            %3: ptr = map.addr "M"
            %4: ptr = helper "lookup" %3, %1
            ret 0
            """,
            function);
    }

    [Fact]
    public void A_loops_writes_are_read_on_the_next_round()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #8
              %2: ptr = map.addr "M"
              zero #8 %1
              br -> ^1(0)
            ^1(%3: i32):
              %4: ptr = helper "lookup" %2, %1
              store u32 %1, %3
              %5: i32 = add %3, 1
              %6: i32 = lt.s %5, 5
              brif %6 -> ^1(%5), ^2
            ^2:
              ret 0
            """);
        Assert.False(DeadStores.Run(IrText.Context(Declarations), function));
    }
}
