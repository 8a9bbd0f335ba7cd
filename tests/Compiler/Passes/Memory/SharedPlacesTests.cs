using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Memory;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Memory;

/// <summary>Reads of map values and globals beside each other are one; what orders memory, and what may write there, parts them.</summary>
public sealed class SharedPlacesTests
{
    private const string Declarations = """
        helper "lookup" 1 (Map, MapKey) effects 2 since "3.19"
        helper "ktime" 5 () effects 0 since "4.1"
        map "M" type 1 key u64 value u64 max 1 flags 0 pin 0
        global "g": u64
        global "h": u64
        """;

    [Fact]
    public void A_rule_is_read_once()
    {
        Becomes(
            """
              %1: ptr = global.addr "g"
              %2: ptr = ptradd %1, 4L
              %3: i32 = load u16 %1
              %4: i32 = load u32 %2
              %5: i32 = load u16 %1
              store u32 %2, %5
              %6: i32 = load i16 %1
              %7: i32 = add %3, %4
              %8: i32 = add %6, %7
              ret %8
            """,
            """
            %1: ptr = global.addr "g"
            %2: ptr = ptradd %1, 4L
            %3: i32 = load u16 %1
            %4: i32 = load u32 %2
            store u32 %2, %3
            %5: i32 = ext.i16 %3
            %6: i32 = add %3, %4
            %7: i32 = add %5, %6
            ret %7
            """);
    }

    // A program that is walked too long lets the verifier forget a number that way: what is read may be anything.
    [Fact]
    public void What_was_stored_is_read_again() => Stays("""
          %1: ptr = global.addr "g"
          %2: ptr = slot #8
          store u64 %1, 5L
          %3: i64 = load u64 %1
          store u64 %2, %3
          ret 0
        """);

    [Theory]
    [InlineData("%8: i64 = helper \"ktime\"")]
    [InlineData("%8: i64 = atomic u64 \"xchg\" %2, 1L")]
    [InlineData("store u64 %6, 1L")]
    [InlineData("store u8 %5, 1")]
    [InlineData("store u32 %9, 1")]
    public void What_orders_memory_or_may_write_there_parts_them(string between) => Stays($$"""
          %1: ptr = map.addr "M"
          %2: ptr = slot #8
          store u64 %2, 0L
          %3: ptr = helper "lookup" %1, %2
          %4: ptr = helper "lookup" %1, %2
          %5: ptr = ptradd %3, 7L
          %6: ptr = global.addr "g"
          %9: ptr = ptradd %4, 4L
          %7: i64 = load u64 %3
          {{between}}
          %10: i64 = load u64 %3
          store u64 %2, %7
          store u64 %2, %10
          ret 0
        """);

    [Theory]
    [InlineData("store u64 %2, 1L")]
    [InlineData("store u16 %5, 1")]
    [InlineData("store u32 %6, 1")]
    [InlineData("%8: i32 = load u32 %6")]
    public void What_writes_elsewhere_does_not(string between)
    {
        IrFunction function = IrText.Function($$"""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: ptr = slot #8
              %3: ptr = global.addr "g"
              %4: ptr = global.addr "h"
              %5: ptr = ptradd %4, 2L
              %6: ptr = ptradd %3, 4L
              %7: i32 = load u32 %3
              {{between}}
              %9: i32 = load u32 %3
              %10: i32 = add %7, %9
              store u32 %1, %10
              ret 0
            """);
        Assert.True(LoadForwarding.Run(IrText.Context(Declarations), function));
        Assert.Single(function.Blocks[0].Instructions, static i => i.Op == IrOp.Load && i.Operands[0] is IrInstruction { Op: IrOp.GlobalAddr });
    }

    // Volatile.Read is a read and an atomic operation on the stack.
    [Fact]
    public void A_volatile_read_is_made() => Stays("""
          %1: ptr = global.addr "g"
          %2: ptr = slot #8
          %3: i64 = load u64 %1
          %4: i64 = load u64 %1
          store u64 %2, 0L
          %5: i64 = atomic u64 "xchg" %2, 0L
          store u64 %2, %3
          store u64 %2, %4
          ret 0
        """);

    // Who waits for another's write would wait for ever.
    [Fact]
    public void Each_round_of_a_loop_reads()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = global.addr "g"
              %2: i32 = load u32 %1
              br -> ^1(%2)
            ^1(%3: i32):
              %4: i32 = load u32 %1
              %5: i32 = add %3, 1
              brif %4 -> ^2, ^1(%5)
            ^2:
              ret 0
            """);
        Assert.False(LoadForwarding.Run(IrText.Context(Declarations), function));
    }

    // In a loop that was unrolled each round reads, too.
    [Fact]
    public void Reads_in_the_next_block_are_answered_farther_ones_are_not()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = global.addr "g"
              %2: i32 = load u32 %1
              brif %2 -> ^1, ^3
            ^1:
              %3: i32 = load u32 %1
              %4: i32 = add %2, %3
              brif %4 -> ^2, ^3
            ^2:
              %5: i32 = load u32 %1
              ret %5
            ^3:
              %6: i32 = load u32 %1
              ret %6
            """);
        Assert.True(LoadForwarding.Run(IrText.Context(Declarations), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = global.addr "g"
            %2: i32 = load u32 %1
            brif %2 -> ^1, ^3
            ^1:
            %3: i32 = add %2, %2
            brif %3 -> ^2, ^3
            ^2:
            %4: i32 = load u32 %1
            ret %4
            ^3:
            %5: i32 = load u32 %1
            ret %5
            """,
            function);
    }

    // A global is known by its name, not by the instruction that took its address.
    [Fact]
    public void Two_addresses_of_one_global_are_one_place() => Stays("""
          %1: ptr = global.addr "g"
          %2: ptr = global.addr "g"
          %3: ptr = slot #8
          %4: i64 = load u64 %1
          store u64 %2, 7L
          %5: i64 = load u64 %1
          store u64 %3, %4
          store u64 %3, %5
          ret 0
        """);

    private static void Stays(string body) => Assert.False(LoadForwarding.Run(IrText.Context(Declarations), IrText.Function("^0(%0: ptr):\n" + body)));

    private static void Becomes(string before, string after)
    {
        IrFunction function = IrText.Function("^0(%0: ptr):\n" + before);
        Assert.True(LoadForwarding.Run(IrText.Context(Declarations), function));
        IrText.AssertBody("^0(%0: ptr):\n" + after, function);
    }
}
