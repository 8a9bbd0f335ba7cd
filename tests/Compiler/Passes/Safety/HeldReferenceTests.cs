using System.Linq;
using BpfSharp.Compiler.Passes;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

/// <summary>What is acquired is released on every way, once, and not used afterwards.</summary>
public sealed class HeldReferenceTests
{
    private const string Declarations = """
        module "P" license "GPL" spans 20
        helper "lookup" 1 (Map, MapKey) effects 2 since "3.19"
        helper "call" 5 () effects 0 since "4.1"
        helper "jump" 12 (Context, Map, Scalar) effects 24 since "4.2"
        helper "lock" 93 (Reference) effects 272 since "5.1"
        helper "unlock" 94 (Reference) effects 144 since "5.1"
        helper "reserve" 131 (Map, Size, Scalar) effects 96 since "5.8"
        helper "submit" 132 (Reference, Scalar) effects 144 since "5.8"
        helper "find" 84 (Context) effects 64 since "4.20" bytes 76
        helper "whole" 95 (Reference) effects 16384 since "5.1" bytes 76
        helper "release" 86 (Reference) effects 128 since "4.20"
        contextfield "sk" since "" bytes 76
        map "Ring" type 27 key void value void max 4096 flags 0 pin 0
        map "Jumps" type 3 key u32 value u32 max 1 flags 0 pin 0
        map "Values" type 1 key u32 value [V] max 1 flags 0 pin 0
        type "L" sequential kernel "bpf_spin_lock" { "state": u32; }
        type "V" sequential { "lock": [L]; "count": u32; }
        """;

    private const string Reserve = """
        %1: ptr = map.addr "Ring"
        %2: ptr = helper "reserve" %1, 8L, 0L @1
        %3: i32 = ne %2, null
        brif %3 -> ^1, ^2
        ^2:
        ret 0 @2
        ^1:

        """;

    private const string Find = """
        %2: ptr = helper "find" %0 @1
        %3: i32 = ne %2, null
        brif %3 -> ^1, ^2
        ^2:
        ret 0 @2
        ^1:

        """;

    private const string Locked = """
        %1: ptr = map.addr "Values"
        %2: ptr = slot #4
        store u32 %2, 0
        %3: ptr = helper "lookup" %1, %2 @1
        guard #3 %5 @2
        helper "lock" %3 @3

        """;

    [Theory]
    [InlineData("store i64 %2, 1L\nhelper \"submit\" %2, 0L @3\nret 0 @4", "")]
    [InlineData("ret 0 @4", "BPF3040@1 of 4")]
    [InlineData("%4: i32 = ctx.load u32 \"len\" %0\nguard #4 %4 @5\nhelper \"submit\" %2, 0L @3\nret 0 @4", "BPF3040@1 of 5")]
    [InlineData("%4: ptr = map.addr \"Jumps\"\nhelper \"jump\" %0, %4, 0L @6\nhelper \"submit\" %2, 0L @3\nret 0 @4", "BPF3040@1 of 6")]
    [InlineData("helper \"submit\" %2, 0L @3\nhelper \"submit\" %2, 0L @7\nret 0 @4", "BPF3041@7 of 3")]
    [InlineData("helper \"submit\" %2, 0L @3\nstore i64 %2, 1L @8\nret 0 @4", "BPF3042@8 of 3")]
    // Held on one way only, and told by null on the other.
    [InlineData("%4: i32 = ctx.load u32 \"len\" %0\nbrif %4 -> ^3, ^4(%2)\n^3:\nhelper \"submit\" %2, 0L @3\n%8: ptr = ctx.load u32 \"data\" %0\nbr -> ^4(null)\n^4(%5: ptr):\n%9: i64 = helper \"call\"\n%6: i32 = eq %5, null\nbrif %6 -> ^5, ^6\n^6:\nhelper \"submit\" %5, 0L @9\nbr -> ^5\n^5:\nret 0 @4", "")]
    public void Reservations(string body, string expected) => Check(Reserve + body, expected);

    // What is made of a socket ends with it; the packet's own socket is nobody's to release.
    [Theory]
    [InlineData("%6: i32 = load u32 %2\nhelper \"release\" %2 @3\nret %6 @4", "")]
    [InlineData("%6: ptr = helper \"whole\" %2 @5\n%8: i32 = ne %6, null\nguard #3 %8 @5\n%7: i32 = load u32 %6\nhelper \"release\" %2 @3\nret %7 @4", "BPF3040@1 of 5")]
    [InlineData("%6: ptr = helper \"whole\" %2 @5\nhelper \"release\" %2 @3\n%8: i32 = ne %6, null\nbrif %8 -> ^3, ^2\n^3:\n%7: i32 = load u32 %6 @8\nret %7 @4", "BPF3042@8 of 3")]
    [InlineData("helper \"release\" %2 @3\n%6: ptr = helper \"whole\" %2 @5\nret 0 @4", "BPF3042@5 of 3")]
    [InlineData("%6: ptr = helper \"whole\" %2 @5\n%9: ptr = helper \"whole\" %6 @7\nhelper \"release\" %2 @3\nret 0 @4", "BPF3014@7")]
    [InlineData("%6: ptr = ctx.load u64 \"sk\" %0\n%9: i32 = load u32 %6 @7\nhelper \"release\" %2 @3\nret %9 @4", "BPF3040@1 of 7")]
    [InlineData("store u32 %2, 1 @7\nhelper \"release\" %2 @3\nret 0 @4", "BPF3046@7")]
    [InlineData("%6: i32 = load u32 %2 + 76 @7\nhelper \"release\" %2 @3\nret %6 @4", "BPF3013@7")]
    public void Sockets(string body, string expected) => Check(Find + body.Replace("%2 + 76", "%10", System.StringComparison.Ordinal).Replace("%6: i32 = load u32 %10", "%10: ptr = ptradd %2, 76L\n%6: i32 = load u32 %10", System.StringComparison.Ordinal), expected);

    [Fact]
    public void What_may_be_absent_is_not_released() => Check(
        """
        %1: ptr = map.addr "Ring"
        %2: ptr = helper "reserve" %1, 8L, 0L @1
        helper "submit" %2, 0L @3
        ret 0 @4
        """,
        "BPF3041@3");

    [Fact]
    public void Taken_anew_in_a_loop_while_held() => Check(
        """
        %9: i32 = ctx.load u8 "len" %0
        br -> ^1(0)
        ^1(%1: i32):
        %2: i32 = lt.u %1, %9
        brif %2 -> ^2, ^3
        ^2:
        %3: ptr = map.addr "Ring"
        %4: ptr = helper "reserve" %3, 8L, 0L @1
        %5: i32 = add %1, 1
        br -> ^1(%5)
        ^3:
        ret 0 @4
        """,
        "BPF3040@1");

    [Theory]
    [InlineData("%4: ptr = ptradd %3, 4L\nstore u32 %4, 1\nhelper \"unlock\" %3 @5\nstore u32 %4, 2\nret 0 @4", "")]
    [InlineData("ret 0 @4", "BPF3040@3 of 4")]
    [InlineData("%4: i64 = helper \"call\" @6\nhelper \"unlock\" %3 @5\nret 0 @4", "BPF3043@6 of 3")]
    [InlineData("helper \"lock\" %3 @6\nhelper \"unlock\" %3 @5\nret 0 @4", "BPF3043@6 of 3")]
    [InlineData("helper \"unlock\" %3 @5\nstore i64 %3, 1L @7\nret 0 @4", "BPF3044@7")]
    [InlineData("helper \"unlock\" %3 @5\n%4: ptr = slot #4\nstore u32 %4, 0\nhelper \"lock\" %4 @8\nhelper \"unlock\" %4 @9\nret 0 @4", "BPF3045@8")]
    public void Locks(string body, string expected) => Check(Locked.Replace("guard #3 %5 @2", "%5: i32 = ne %3, null\nguard #3 %5 @2", System.StringComparison.Ordinal) + body, expected);

    private static void Check(string body, string expected)
    {
        CompilationContext context = IrText.Context(Declarations);
        context.ProgramKind = "xdp";
        PassPipeline.Run(context, IrText.Function("^0(%0: ptr):\n" + body));
        Assert.Equal(expected, string.Join(" ", context.Diagnostics.Select(static d => $"{d.Id}@{d.Span}" + string.Concat(d.RelatedSpans.Select(static r => " of " + r)))));
    }
}
