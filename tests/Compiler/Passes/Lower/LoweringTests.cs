using System;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Lower;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Lower;

public sealed class LoweringTests
{
    [Fact]
    public void Guards_become_branches_to_one_fault_for_each_kind_and_place()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "len" %0
              guard #1 %1 @3
              guard #4 %1 @3
              guard #1 %1 @3
              ret %1
            """);
        Assert.True(GuardLowering.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            brif %1 -> ^1, ^4 @3
            ^1:
            brif %1 -> ^2, ^5 @3
            ^2:
            brif %1 -> ^3, ^4 @3
            ^3:
            ret %1
            ^4:
            fault #1 @3
            ^5:
            fault #4 @3
            """,
            function);
    }

    [Fact]
    public void Copies_take_the_widest_moves_that_the_stacks_alignment_allows()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #16
              %2: ptr = global.addr "g"
              %3: ptr = ptradd %1, 6L
              copy #7 %3, %2
              copy #11 %2, %2
              ret 0
            """);
        Assert.True(MemoryLowering.Run(IrText.Context("global \"g\": u64"), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = slot #16
            %2: ptr = global.addr "g"
            %3: ptr = ptradd %1, 6L
            %4: i32 = load u16 %2
            store u16 %3, %4
            %5: ptr = ptradd %1, 8L
            %6: ptr = ptradd %2, 2L
            %7: i32 = load u32 %6
            store u32 %5, %7
            %8: ptr = ptradd %1, 12L
            %9: ptr = ptradd %2, 6L
            %10: i32 = load u8 %9
            store u8 %8, %10
            %11: i64 = load u64 %2
            store u64 %2, %11
            %12: ptr = ptradd %2, 8L
            %13: ptr = ptradd %2, 8L
            %14: i32 = load u16 %13
            store u16 %12, %14
            %15: ptr = ptradd %2, 10L
            %16: ptr = ptradd %2, 10L
            %17: i32 = load u8 %16
            store u8 %15, %17
            ret 0
            """,
            function);
    }

    [Fact]
    public void Misaligned_fields_of_the_stack_are_put_together()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot #8
              %2: ptr = ptradd %1, 2L
              %3: i32 = load u32 %2
              store u32 %2, %3
              %4: i32 = ctx.load u32 "i" %0
              %5: i64 = zext %4
              %6: i64 = mul %5, 2L
              %7: ptr = ptradd %1, %6
              zero #4 %7
              ret 0
            """);
        Assert.True(MemoryLowering.Run(IrText.Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = slot #8
            %2: ptr = ptradd %1, 2L
            %3: i32 = load u16 %2
            %4: ptr = ptradd %1, 4L
            %5: i32 = load u16 %4
            %6: i32 = shl %5, 16
            %7: i32 = or %3, %6
            store u16 %2, %7
            %8: ptr = ptradd %1, 4L
            %9: i32 = shr.u %7, 16
            store u16 %8, %9
            %10: i32 = ctx.load u32 "i" %0
            %11: i64 = zext %10
            %12: i64 = mul %11, 2L
            %13: ptr = ptradd %1, %12
            store u16 %13, 0
            %14: ptr = ptradd %13, 2L
            store u16 %14, 0
            ret 0
            """,
            function);
    }

    [Fact]
    public void An_element_is_a_step_by_a_product()
    {
        IrFunction function = IrText.Function("^0(%0: ptr):\n%1: i32 = ctx.load u32 \"i\" %0\n%2: ptr = elem #12 %0, %1 @2\n%3: i32 = load u8 %2\nret %3");
        Assert.True(ElementLowering.Run(function));
        IrText.AssertBody(
            "^0(%0: ptr):\n%1: i32 = ctx.load u32 \"i\" %0\n%2: i64 = sext %1 @2\n%3: i64 = mul %2, 12L @2\n%4: ptr = ptradd %0, %3 @2\n%5: i32 = load u8 %4\nret %5",
            function);
    }

    [Fact]
    public void A_small_switch_is_a_chain_a_large_one_a_search()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "i" %0
              switch %1 -> ^1(0), 7: ^1(70), 1: ^1(10), 5: ^1(50), 3: ^1(30), -2: ^1(20)
            ^1(%2: i32):
              ret %2
            """);
        Assert.True(SwitchLowering.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "i" %0
            %2: i32 = lt.s %1, 3
            brif %2 -> ^2, ^3
            ^1(%3: i32):
            ret %3
            ^2:
            %4: i32 = eq %1, -2
            brif %4 -> ^1(20), ^4
            ^3:
            %5: i32 = eq %1, 3
            brif %5 -> ^1(30), ^5
            ^4:
            %6: i32 = eq %1, 1
            brif %6 -> ^1(10), ^1(0)
            ^5:
            %7: i32 = eq %1, 5
            brif %7 -> ^1(50), ^6
            ^6:
            %8: i32 = eq %1, 7
            brif %8 -> ^1(70), ^1(0)
            """,
            function);
    }

    [Fact]
    public void Old_kernels_divide_magnitudes()
    {
        const string Body = "^0(%0: ptr):\n%1: i32 = ctx.load u32 \"i\" %0\n%2: i32 = rem.s %1, 7\nret %2";
        Assert.False(SignedDivisionLowering.Run(IrText.Function(Body), new Version(6, 6)));
        IrFunction function = IrText.Function(Body);
        Assert.True(SignedDivisionLowering.Run(function, new Version(6, 1)));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "i" %0
            %2: i32 = shr.s %1, 31
            %3: i32 = shr.s 7, 31
            %4: i32 = xor %1, %2
            %5: i32 = sub %4, %2
            %6: i32 = xor 7, %3
            %7: i32 = sub %6, %3
            %8: i32 = rem.u %5, %7
            %9: i32 = xor %8, %2
            %10: i32 = sub %9, %2
            ret %10
            """,
            function);
    }

    [Fact]
    public void An_indexs_conversion_stands_behind_its_comparison()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "i" %0
              %2: i64 = zext %1
              %3: i32 = lt.u %1, 8
              brif %3 -> ^1, ^2
            ^1:
              %4: ptr = slot #8
              %5: ptr = ptradd %4, %2
              store u8 %5, 1
              ret 0
            ^2:
              ret 1
            """);
        Assert.True(StepSinking.Run(IrText.Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "i" %0
            %2: i64 = zext %1
            %3: i32 = lt.u %1, 8
            brif %3 -> ^1, ^2
            ^1:
            %4: ptr = slot #8
            %5: i64 = zext %1
            %6: ptr = ptradd %4, %5
            store u8 %6, 1
            ret 0
            ^2:
            ret 1
            """,
            function);
    }

    // The lower half of %2 is compared: of its upper one the verifier knows nothing, and with movsx of all neither (random programs for 6.6 and later were refused so).
    [Theory]
    [InlineData("lt.u %3, 8", "zext")]
    [InlineData("lt.s %3, 8", "sext")]
    public void A_sign_that_the_comparison_excludes_is_not_extended(string comparison, string conversion)
    {
        IrFunction function = IrText.Function($$"""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: i64 = load u64 %1
              %3: i32 = trunc %2
              %4: i32 = {{comparison}}
              brif %4 -> ^1, ^2
            ^1:
              %5: ptr = slot #8
              %6: i64 = sext %3
              %7: ptr = ptradd %5, %6
              store u8 %7, 1
              ret 0
            ^2:
              ret 1
            """);
        StepSinking.Run(IrText.Context(), function);
        IrInstruction step = Assert.Single(function.Blocks.SelectMany(static b => b.Instructions), static i => i.Op == IrOp.PtrAdd);
        Assert.Equal(conversion == "zext" ? IrOp.ZExt : IrOp.SExt, ((IrInstruction)step.Operands[1]).Op);
    }
}
