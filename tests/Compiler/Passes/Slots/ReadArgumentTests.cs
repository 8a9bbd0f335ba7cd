using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Slots;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Slots;

public sealed class ReadArgumentTests
{
    private const string Declarations = "helper \"lookup\" 1 (Map, MapKey) effects 2 since \"3.19\"\nmap \"M\" type 1 key u32 value u64 max 1 flags 0 pin 0";

    [Fact]
    public void A_counter_that_is_a_key_stays_a_value()
    {
        IrFunction function = IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = slot "k" #4
              %2: ptr = map.addr "M"
              store u32 %1, 0
              br -> ^1
            ^1:
              %3: ptr = helper "lookup" %2, %1 @1
              %4: i32 = load u32 %1
              %5: i32 = add %4, 1
              store u32 %1, %5
              %6: i32 = lt.u %5, 9
              brif %6 -> ^1, ^2
            ^2:
              ret 0
            """);
        Assert.True(ReadArguments.Run(IrText.Context(Declarations), function));
        Assert.True(SlotSplitting.Run(function));
        Assert.True(SlotPromotion.Run(function));
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = slot "k" #4 @1
            %2: ptr = map.addr "M"
            br -> ^1(0)
            ^1(%3: i32):
            store u32 %1, %3 @1
            %4: ptr = helper "lookup" %2, %1 @1
            %5: i32 = add %3, 1
            %6: i32 = lt.u %5, 9
            brif %6 -> ^1(%5), ^2
            ^2:
            ret 0
            """,
            function);
        Assert.False(ReadArguments.Run(IrText.Context(Declarations), function));
    }

    [Fact]
    public void A_key_that_is_only_a_key_stays_where_it_is()
    {
        IrFunction function = IrText.Function("^0(%0: ptr):\n%1: ptr = slot #4\n%2: ptr = map.addr \"M\"\nstore u32 %1, 5\n%3: ptr = helper \"lookup\" %2, %1\n%4: ptr = helper \"lookup\" %2, %1\nret 0");
        Assert.False(ReadArguments.Run(IrText.Context(Declarations), function));
    }
}
