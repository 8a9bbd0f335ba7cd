using System;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Memory;
using BpfSharp.Compiler.Passes.Simplify;
using BpfSharp.Compiler.Passes.Slots;
using BpfSharp.Compiler.Safety;
using BpfSharp.Compiler.Tests.Passes;
using Xunit;

namespace BpfSharp.Compiler.Tests.Golden;

/// <summary>What a pass must leave as it is, because C# or the verifier counts on it.</summary>
public sealed class UnchangedTests
{
    private const string Declarations = """
        helper "lookup" 1 (Map, MapKey) effects 2 since "3.19"
        helper "time" 5 () effects 0 since "4.1"
        helper "adjust" 44 (Context, Scalar) effects 1 since "4.10"
        map "M" type 2 key u32 value u64 max 1 flags 0 pin 0
        global "g": u32
        """;

    [Fact]
    public void Numbering_does_not_merge_reads_of_shared_memory() => Unchanged(Number, """
        %1: ptr = global.addr "g"
        %2: i32 = load u32 %1
        %3: i32 = load u32 %1
        %4: i32 = sub %2, %3
        ret %4
        """);

    [Fact]
    public void Numbering_does_not_merge_calls_whose_results_differ() => Unchanged(Number, """
        %1: i64 = helper "time"
        %2: i64 = helper "time"
        %3: i64 = sub %2, %1
        %4: i32 = trunc %3
        ret %4
        """);

    [Fact]
    public void Numbering_does_not_merge_operations_of_different_signedness() => Unchanged(Number, """
        %1: i32 = ctx.load u32 "len" %0
        %2: i32 = shr.s %1, 4
        %3: i32 = shr.u %1, 4
        %4: i32 = lt.s %2, %3
        %5: i32 = lt.u %2, %3
        %6: i32 = sub %4, %5
        ret %6
        """);

    [Fact]
    public void Numbering_does_not_take_a_value_from_a_branch_beside() => Unchanged(Number, """
        %1: i32 = ctx.load u32 "len" %0
        brif %1 -> ^1, ^2
        ^1:
        %2: i32 = add %1, 3
        ret %2
        ^2:
        %3: i32 = add %1, 3
        ret %3
        """);

    [Fact]
    public void Numbering_does_not_keep_a_packet_pointer_that_a_helper_made_stale() => Unchanged(Number, """
        %1: ptr = ctx.load u32 "data" %0
        %2: i32 = load u8 %1
        %3: i64 = helper "adjust" %0, 4
        %4: ptr = ctx.load u32 "data" %0
        %5: i32 = load u8 %4
        %6: i32 = sub %2, %5
        ret %6
        """);

    [Fact]
    public void Forwarding_does_not_answer_reads_of_map_values_past_a_helper() => Unchanged(Forward, """
        %1: ptr = map.addr "M"
        %2: ptr = slot "key" #4
        store u32 %2, 0
        %3: ptr = helper "lookup" %1, %2
        store u64 %3, 5L
        %4: i64 = helper "time"
        %5: i64 = load u64 %3
        %6: i64 = helper "time"
        %7: i64 = load u64 %3
        %8: i64 = sub %5, %7
        %9: i32 = trunc %8
        ret %9
        """);

    [Fact]
    public void Dead_stores_does_not_drop_writes_that_others_see() => Unchanged(DropStores, """
        %1: ptr = global.addr "g"
        store u32 %1, 1
        store u32 %1, 2
        ret 0
        """);

    [Fact]
    public void Dead_stores_does_not_drop_what_is_overwritten_in_part() => Unchanged(DropStores, """
        %1: ptr = slot "key" #4
        store u32 %1, 1
        store u16 %1, 2
        %2: ptr = map.addr "M"
        %3: ptr = helper "lookup" %2, %1
        ret 0
        """);

    [Fact]
    public void Dead_code_does_not_drop_an_access_that_may_still_fault() => Unchanged(DropCode, """
        %1: ptr = ctx.load u32 "data" %0
        %2: i32 = load u32 %1
        ret 0
        """);

    [Fact]
    public void Dead_code_does_not_drop_a_helper_that_others_notice() => Unchanged(DropCode, """
        %1: i64 = helper "adjust" %0, 4
        ret 0
        """);

    [Fact]
    public void Folding_does_not_take_a_narrowing_for_nothing() => Unchanged(Fold, """
        %1: i32 = ctx.load u32 "len" %0
        %2: i32 = ext.i8 %1
        %3: i64 = sext %2
        %4: i64 = zext %2
        %5: i32 = lt.u %3, %4
        ret %5
        """);

    [Fact]
    public void Folding_does_not_divide_by_a_power_of_two_by_shifting_a_signed_value() => Unchanged(Fold, """
        %1: i32 = ctx.load u32 "len" %0
        %2: i32 = div.s %1, 4
        ret %2
        """);

    [Fact]
    public void Checks_are_not_taken_for_proven_by_a_shorter_one() => Unchanged(static (_, f) => CheckElimination.Run(f), """
        %1: ptr = ctx.load u32 "data" %0
        %2: ptr = ctx.load u32 "data_end" #4 %0
        %3: i32 = pkt.fits %1, %2, 14
        brif %3 -> ^1, ^2
        ^1:
        %4: i32 = pkt.fits %1, %2, 15
        brif %4 -> ^3, ^2
        ^2:
        ret 0
        ^3:
        ret 1
        """);

    [Fact]
    public void Checks_are_not_taken_for_proven_by_one_before_the_packet_moved() => Unchanged(static (_, f) => CheckElimination.Run(f), """
        %1: ptr = ctx.load u32 "data" %0
        %2: ptr = ctx.load u32 "data_end" #4 %0
        %3: i32 = pkt.fits %1, %2, 14
        brif %3 -> ^1, ^2
        ^1:
        %4: i64 = helper "adjust" %0, 4
        %5: ptr = ctx.load u32 "data" %0
        %6: ptr = ctx.load u32 "data_end" #4 %0
        %7: i32 = pkt.fits %5, %6, 14
        brif %7 -> ^3, ^2
        ^2:
        ret 0
        ^3:
        ret 1
        """);

    [Fact]
    public void Guards_are_not_put_before_what_a_branch_has_checked() => Unchanged(static (c, f) => AccessGuards.Run(c, f, "xdp"), """
        %1: ptr = ctx.load u32 "data" %0
        %2: ptr = ctx.load u32 "data_end" #4 %0
        %3: i32 = pkt.fits %1, %2, 14
        brif %3 -> ^1, ^2
        ^1:
        %4: ptr = ptradd %1, 10L
        %5: i32 = load u32 %4
        ret %5
        ^2:
        ret 0
        """);

    [Fact]
    public void Promotion_leaves_a_slot_whose_address_a_helper_takes() => Unchanged(static (_, f) => SlotPromotion.Run(f), """
        %1: ptr = slot "key" #4
        store u32 %1, 7
        %2: ptr = map.addr "M"
        %3: ptr = helper "lookup" %2, %1
        %4: i32 = load u32 %1
        ret %4
        """);

    [Fact]
    public void Blocks_that_two_ways_reach_are_not_merged_into_one() => Unchanged(static (_, f) => BlockMerging.Run(f), """
        %1: i32 = ctx.load u32 "len" %0
        brif %1 -> ^1, ^2
        ^1:
        %2: i64 = helper "adjust" %0, 4
        br -> ^2
        ^2:
        %3: i64 = helper "adjust" %0, 8
        ret 0
        """);

    [Fact]
    public void Parameters_with_different_values_stay() => Unchanged(static (_, f) => ParameterFolding.Run(f), """
        %1: i32 = ctx.load u32 "len" %0
        brif %1 -> ^1(1), ^1(2)
        ^1(%2: i32):
        ret %2
        """);

    [Fact]
    public void Branches_on_what_is_not_constant_are_not_decided() => Unchanged(static (_, f) => BranchFolding.Run(f), """
        %1: i32 = ctx.load u32 "len" %0
        brif %1 -> ^1, ^2
        ^1:
        ret 1
        ^2:
        ret 2
        """);

    private static bool Number(CompilationContext context, IrFunction function) => ValueNumbering.Run(function, context.Module.Helpers);

    private static bool Forward(CompilationContext context, IrFunction function) => LoadForwarding.Run(context, function);

    private static bool DropStores(CompilationContext context, IrFunction function) => DeadStores.Run(context, function);

    private static bool DropCode(CompilationContext context, IrFunction function) => DeadCode.Run(function, context.Module.Helpers, context.FaultsAreExplicit);

    private static bool Fold(CompilationContext context, IrFunction function) => Folder.Run(function);

    private static void Unchanged(Func<CompilationContext, IrFunction, bool> pass, string body)
    {
        IrFunction function = IrText.Function("^0(%0: ptr):\n" + body);
        pass(IrText.Context(Declarations), function);
        IrText.AssertBody("^0(%0: ptr):\n" + body, function);
    }
}
