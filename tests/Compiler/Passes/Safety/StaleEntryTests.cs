using System.Linq;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Safety;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

/// <summary>References into a hash map end with the removal or replacement of their own entry, and with nothing else.</summary>
public sealed class StaleEntryTests
{
    private const string Declarations = """
        module "P" license "GPL" spans 20
        helper "lookup" 1 (Map, MapKey) effects 2 since "3.19"
        helper "update" 2 (Map, MapKey, MapValue, UpdateFlags) effects 8192 since "3.19"
        helper "delete" 3 (Map, MapKey) effects 8192 since "3.19"
        map "Flows" type 1 key u32 value u64 max 8 flags 0 pin 0
        map "Others" type 1 key u32 value u64 max 8 flags 0 pin 0
        map "Cpus" type 5 key u32 value u64 max 8 flags 0 pin 0
        map "Array" type 2 key u32 value u64 max 8 flags 0 pin 0
        """;

    private const string Start = """
        %1: ptr = map.addr "Flows"
        %2: ptr = slot #4
        %3: ptr = slot #4
        %4: ptr = slot #8
        %5: i32 = ctx.load u32 "len" %0
        store u64 %4, 0L
        store u32 %2, %5
        %6: ptr = helper "lookup" %1, %2 @1
        %7: i32 = ne %6, null
        guard #3 %7

        """;

    private const string Use = "%9: i64 = load u64 %6 @9\nret 0";

    [Theory]
    [InlineData("store u32 %3, %5\nhelper \"delete\" %1, %3 @5", "BPF3086@9 of 5")]
    [InlineData("helper \"delete\" %1, %2 @5", "BPF3086@9 of 5")]
    [InlineData("helper \"update\" %1, %2, %4, 0L @5", "BPF3086@9 of 5")]
    [InlineData("helper \"update\" %1, %2, %4, 2L @5", "BPF3086@9 of 5")]
    // What is there is not added; the lock is held and the value stays; another key, perhaps; another map.
    [InlineData("helper \"update\" %1, %2, %4, 1L @5", "")]
    [InlineData("helper \"update\" %1, %2, %4, 4L @5", "")]
    [InlineData("%10: i32 = ctx.load u32 \"mark\" %0\nstore u32 %3, %10\nhelper \"delete\" %1, %3 @5", "")]
    [InlineData("store u32 %2, 7\nhelper \"delete\" %1, %2 @5", "")]
    [InlineData("%10: ptr = map.addr \"Others\"\nhelper \"delete\" %10, %2 @5", "")]
    // Looked up again.
    [InlineData("helper \"delete\" %1, %2 @5\n%10: ptr = helper \"lookup\" %1, %2 @6\n%11: i32 = ne %10, null\nguard #3 %11\n%12: i64 = load u64 %10 @7\nret 0", "", "")]
    public void Changes(string change, string expected, string use = Use) => Check(Start + change + "\n" + use, expected);

    [Theory]
    [InlineData("helper \"delete\" %1, %2 @5", "BPF3086@9 of 5")]
    [InlineData("helper \"update\" %1, %2, %4, 0L @5", "")]
    public void Values_of_each_CPU_are_replaced_in_place(string change, string expected) => Check(Start.Replace("Flows", "Cpus", System.StringComparison.Ordinal) + change + "\n" + Use, expected);

    [Fact]
    public void Array_elements_stay() => Check(Start.Replace("Flows", "Array", System.StringComparison.Ordinal) + "helper \"update\" %1, %2, %4, 0L @5\n" + Use, "");

    [Fact]
    public void On_one_of_two_ways() => Check(Start + "brif %5 -> ^1, ^2\n^1:\nhelper \"delete\" %1, %2 @5\nbr -> ^2\n^2:\n" + Use, "BPF3086@9 of 5");

    [Fact]
    public void In_the_next_round_it_is_another_reference() => Check(
        """
        %1: ptr = map.addr "Flows"
        %2: ptr = slot #4
        br -> ^1(0)
        ^1(%3: i32):
        store u32 %2, %3
        %6: ptr = helper "lookup" %1, %2 @1
        %7: i32 = ne %6, null
        guard #3 %7
        %9: i64 = load u64 %6 @9
        helper "delete" %1, %2 @5
        %8: i32 = add %3, 1
        %10: i32 = lt.u %8, 5
        brif %10 -> ^1(%8), ^2
        ^2:
        ret 0
        """,
        "");

    private static void Check(string body, string expected)
    {
        CompilationContext context = IrText.Context(Declarations);
        context.ProgramKind = "xdp";
        StaleEntries.Run(context, IrText.Function("^0(%0: ptr):\n" + body));
        Assert.Equal(expected, string.Join(" ", context.Diagnostics.Select(static d => $"{d.Id}@{d.Span}" + string.Concat(d.RelatedSpans.Select(static r => " of " + r)))));
    }
}
