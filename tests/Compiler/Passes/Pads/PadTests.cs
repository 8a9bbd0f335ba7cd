using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Pads;
using BpfSharp.Compiler.Passes.Simplify;
using BpfSharp.Compiler.Passes.Slots;
using BpfSharp.Compiler.Safety;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Pads;

public sealed class PadTests
{
    private const string WriteBeforeFault = """
        ^0(%0: ptr):
          %1: ptr = slot #4
          store i32 %1, 1
          try -> ^1, ^2
        ^1:
          store i32 %1, 2
          %2: i32 = ctx.load u32 "len" %0
          guard #4 %2 @1
          store i32 %1, 3
          ret 1
        ^2:
          %3: i32 = caught
          %4: ptr = global.addr "g"
          %5: i32 = load i32 %1
          store u32 %4, %5
          resume %3
        """;

    [Fact]
    public void What_may_fault_behind_a_write_gets_a_try_of_its_own_so_that_the_pad_sees_the_value_of_that_moment()
    {
        IrFunction function = IrText.Function(WriteBeforeFault);
        PadSplitting.Run(function);
        Assert.True(SlotPromotion.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            try -> ^1, ^2(1)
            ^1:
            %1: i32 = ctx.load u32 "len" %0
            try -> ^3, ^2(2)
            ^2(%2: i32):
            %3: i32 = caught
            %4: ptr = global.addr "g"
            store u32 %4, %2
            resume %3
            ^3:
            guard #4 %1 @1
            ret 1
            """,
            function);
    }

    [Fact]
    public void Guards_of_protected_blocks_lead_to_the_pad_with_their_site()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "len" %0
              try -> ^1, ^2(7)
            ^1:
              guard #4 %1 @1
              guard #5 %1 @1
              fault #6 @2
            ^2(%2: i32):
              %3: i32 = caught
              try -> ^3, ^4
            ^3:
              resume %3
            ^4:
              %4: i32 = caught
              resume %4
            """);
        Assert.True(PadLowering.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            br -> ^1
            ^1:
            brif %1 -> ^2, ^4 @1
            ^2:
            brif %1 -> ^3, ^5 @1
            ^3:
            %2: i32 = fault.site #6 @2
            br -> ^6(%2, 7) @2
            ^4:
            %3: i32 = fault.site #4 @1
            br -> ^6(%3, 7) @1
            ^5:
            %4: i32 = fault.site #5 @1
            br -> ^6(%4, 7) @1
            ^6(%5: i32, %6: i32):
            br -> ^7
            ^7:
            br -> ^8(%5)
            ^8(%7: i32):
            resume %7
            """,
            function);
    }

    [Fact]
    public void The_site_of_a_single_fault_is_known_again_behind_its_pad()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: i32 = fault.site #4 @3
              resume %1
            """);
        Assert.True(BranchFolding.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = fault.site #4 @3
            fault #4 @3
            """,
            function);
    }

    [Fact]
    public void Nothing_is_protected_where_nothing_faults_or_where_the_pad_does_nothing()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "len" %0
              try -> ^1, ^4
            ^1:
              %2: i32 = add %1, 1
              try -> ^2, ^3
            ^2:
              guard #4 %1 @1
              ret %2
            ^3:
              %3: i32 = caught
              resume %3
            ^4:
              %4: i32 = caught
              %5: ptr = global.addr "g"
              store u32 %5, 1
              resume %4
            """);
        Assert.True(PadFolding.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            br -> ^1
            ^1:
            %2: i32 = add %1, 1
            br -> ^2
            ^2:
            guard #4 %1 @1
            ret %2
            """,
            function);
    }

    [Fact]
    public void A_pad_that_hands_on_is_passed_over()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "len" %0
              try -> ^1, ^2(%1)
            ^1:
              fault #4 @1
            ^2(%2: i32):
              %3: i32 = caught
              try -> ^3, ^4(%2)
            ^3:
              resume %3
            ^4(%4: i32):
              %5: i32 = caught
              %6: ptr = global.addr "g"
              store u32 %6, %4
              resume %5
            """);
        Assert.True(PadFolding.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            try -> ^1, ^2(%1)
            ^1:
            fault #4 @1
            ^2(%2: i32):
            %3: i32 = caught
            %4: ptr = global.addr "g"
            store u32 %4, %2
            resume %3
            """,
            function);
    }

    [Fact]
    public void A_pad_whose_values_are_used_behind_it_stays()
    {
        const string body = """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            try -> ^1, ^2(%1)
            ^1:
            fault #4 @1
            ^2(%2: i32):
            %3: i32 = caught
            try -> ^3, ^4
            ^3:
            resume %3
            ^4:
            %4: i32 = caught
            %5: ptr = global.addr "g"
            store u32 %5, %2
            resume %4
            """;
        IrFunction function = IrText.Function(body);
        Assert.False(PadFolding.Run(function));
        IrText.AssertBody(body, function);
    }

    [Fact]
    public void A_protected_block_does_not_take_in_what_faults_outside()
    {
        const string body = """
            ^0(%0: ptr):
            %1: i32 = ctx.load u32 "len" %0
            try -> ^1, ^3
            ^1:
            guard #4 %1 @1
            br -> ^2
            ^2:
            guard #4 %1 @2
            ret 1
            ^3:
            %2: i32 = caught
            %3: ptr = global.addr "g"
            store u32 %3, 1
            resume %2
            """;
        IrFunction function = IrText.Function(body);
        Assert.False(BlockMerging.Run(function));
        IrText.AssertBody(body, function);
    }

    [Fact]
    public void Where_a_packet_can_not_be_made_linear_the_fault_of_a_protected_check_goes_to_its_pad()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #76 %0
              %2: ptr = ctx.load u32 "data_end" #80 %0
              try -> ^1, ^2
            ^1:
              %3: i32 = pkt.fits #1 %1, %2, 4 @1
              guard #4 %3 @2
              ret 1
            ^2:
              %4: i32 = caught
              %5: ptr = global.addr "g"
              store u32 %5, 1
              resume %4
            """);
        Assert.True(PacketPulls.Run(IrText.Context(), function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = ctx.load u32 "data" #76 %0
            %2: ptr = ctx.load u32 "data_end" #80 %0
            try -> ^1, ^4
            ^1:
            %3: i32 = pkt.fits %1, %2, 4 @1
            brif %3 -> ^2(1), ^5 @1
            ^2(%4: i32):
            try -> ^3, ^4
            ^3:
            guard #4 %4 @2
            ret 1
            ^4:
            %5: i32 = caught
            %6: ptr = global.addr "g"
            store u32 %6, 1
            resume %5
            ^5:
            %7: i32 = pkt.has %1, 4 @1
            brif %7 -> ^6, ^2(0) @1
            ^6:
            try -> ^7, ^4
            ^7:
            %8: i32 = pkt.pull %1, 4 @1
            guard #2 %8 @1
            br -> ^2(1) @1
            """,
            function);
    }
}
