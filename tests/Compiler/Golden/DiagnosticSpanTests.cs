using System.Linq;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Tests.CodeGen;
using BpfSharp.Compiler.Tests.Passes;
using Xunit;

namespace BpfSharp.Compiler.Tests.Golden;

/// <summary>Each refusal stands at the expression that causes it (those that RefusalTests and MonomorphiserTests don't have).</summary>
public sealed class DiagnosticSpanTests
{
    private const string Declarations = """
        module "P" license "GPL" spans 9
        helper "lookup" 1 (Map, MapKey) effects 2 since "3.19"
        helper "output" 130 (Map, ReadMemory, Size, Scalar) effects 0 since "5.8"
        helper "load" 26 (Context, Scalar, WriteMemory, Size) effects 0 since "4.5"
        helper "diff" 28 (ReadMemoryOrPacket?, Size, ReadMemoryOrPacket?, Size, Scalar) effects 0 since "4.16"
        helper "check" 206 (ReadMemoryOrPacket #20, ReadMemoryOrPacket #20) effects 0 since "6.0"
        helper "mtu" 163 (Context, Scalar, ReadWriteMemory #4, Scalar, Scalar) effects 0 since "5.12"
        constant "text": u64 = "4142434445464748"
        map "M" type 1 key u32 value u64 max 1 flags 0 pin 0
        map "N" type 1 key u32 value u64 max 1 flags 0 pin 0
        """;

    [Fact]
    public void BPF3010_at_the_call_that_reads_an_unknown_number_of_packet_bytes() => Refused("BPF3010@4", """
        %1: ptr = ctx.load u32 "data" #0 %0 @1
        %2: i32 = ctx.load u32 "len" #8 %0 @2
        %3: ptr = map.addr "M" @3
        %4: i64 = helper "output" %3, %1, %2, 0L @4
        ret 0 @5
        """);

    [Fact]
    public void BPF3010_at_the_call_that_reads_an_unknown_number_of_bytes_in_place() => Refused("BPF3010@4", """
        %1: ptr = ctx.load u32 "data" #0 %0 @1
        %2: i32 = ctx.load u32 "len" #8 %0 @2
        %3: i64 = helper "diff" null, 0L, %1, %2, 0L @4
        ret 0 @5
        """);

    [Theory]
    [InlineData("%2: i64 = helper \"load\" %0, 0L, %1, 6L @4")]
    [InlineData("%2: i64 = helper \"mtu\" %0, 0L, %1, 0L, 0L @4")]
    public void BPF3070_at_the_call_that_writes_to_the_packet(string call) => Refused("BPF3070@4", $"""
        %1: ptr = ctx.load u32 "data" #0 %0 @1
        {call}
        ret 0 @5
        """);

    [Theory]
    [InlineData("and %2, 15", "BPF3071@4")]
    [InlineData("add %2, 1", "BPF3071@4")]
    [InlineData("or %2, 1", "BPF3071@4")]
    [InlineData("xor %2, %2", "BPF3071@4")]
    [InlineData("add %3, 1", "")]
    public void BPF3071_at_the_call_whose_number_of_bytes_is_not_seen_to_fit(string size, string expected) => Refused(expected, $"""
        %1: ptr = slot "buffer" #16
        %2: i32 = ctx.load u32 "len" #8 %0 @2
        %3: i32 = and %2, 15 @2
        %4: i32 = {size} @3
        %5: i64 = zext %4 @3
        %6: i64 = helper "load" %0, 0L, %1, %5 @4
        ret 0 @5
        """);

    [Fact]
    public void No_bytes_need_no_memory_where_the_helper_takes_none() => Refused("", """
        %1: ptr = slot "buffer" #16
        %2: i32 = ctx.load u32 "len" #8 %0 @2
        %3: i32 = and %2, 16 @3
        %4: i64 = zext %3 @3
        zero #16 %1 @3
        %5: i64 = helper "diff" null, 0L, %1, %4, 0L @4
        ret 0 @5
        """);

    [Fact]
    public void Fixed_structures_in_the_packet_are_checked_for_their_size() => Refused("", """
        %1: ptr = ctx.load u32 "data" #0 %0 @1
        %2: ptr = ptradd %1, 14L @1
        %3: ptr = ptradd %1, 34L @1
        %4: i64 = helper "check" %2, %3 @4
        ret 0 @5
        """);

    [Fact]
    public void BPF3072_at_the_write_to_constant_data() => Refused("BPF3072@4", """
        %1: ptr = global.addr "text" @1
        store u8 %1, 80 @4
        ret 0 @5
        """);

    [Fact]
    public void BPF3016_at_the_call_whose_map_depends_on_a_branch() => Refused("BPF3016@5", """
        %1: ptr = slot "key" #4
        store u32 %1, 0 @1
        %2: i32 = ctx.load u32 "len" #8 %0 @2
        %3: ptr = map.addr "M" @3
        %4: ptr = map.addr "N" @4
        brif %2 -> ^1(%3), ^1(%4)
        ^1(%5: ptr):
        %6: ptr = helper "lookup" %5, %1 @5
        ret 0 @6
        """);

    [Fact]
    public void BPF3012_at_the_access_through_a_pointer_to_one_of_two_kinds_of_memory() => Refused("BPF3012@4", """
        %1: ptr = slot "local" #4
        store u32 %1, 0 @1
        %2: i32 = ctx.load u32 "len" #8 %0 @2
        %3: ptr = ctx.load u32 "data" #0 %0 @3
        brif %2 -> ^1(%1), ^1(%3)
        ^1(%4: ptr):
        %5: i32 = load u32 %4 @4
        ret %5 @5
        """);

    [Fact]
    public void BPF3017_at_the_access_through_a_reference_that_moves_on_from_one_of_two_places() => Refused("BPF3017@5", """
        %1: ptr = ctx.load u32 "data" #0 %0 @1
        %2: ptr = ctx.load u32 "data_meta" #140 %0 @1
        %3: i32 = ctx.load u32 "len" #8 %0 @2
        brif %3 -> ^1(%1, 0), ^1(%2, 0)
        ^1(%4: ptr, %5: i32):
        %6: i32 = load u8 %4 @5
        %7: ptr = ptradd %4, 8L @6
        %8: i32 = add %5, 1 @6
        %9: i32 = lt.u %5, 1000 @6
        brif %9 -> ^1(%7, %8), ^2
        ^2:
        ret %6 @7
        """);

    [Fact]
    public void BPF3501_at_the_programs_name_when_its_locals_need_too_much_stack()
    {
        string text = string.Join("\n", Enumerable.Range(0, 9).Select(static n => $"%{n + 1}: ptr = slot \"local{n}\" #64"))
            + "\n%10: ptr = map.addr \"M\"\n"
            + string.Join("\n", Enumerable.Range(0, 9).Select(static n => $"store u64 %{n + 1}, {n}L"))
            + "\n" + string.Join("\n", Enumerable.Range(0, 9).Select(static n => $"%{n + 11}: i64 = helper \"bpf_map_update_elem\" %10, %{n + 1}, %{n + 1}, 0L"))
            + "\n" + string.Join("\n", Enumerable.Range(0, 9).Select(static n => $"%{n + 21}: i64 = helper \"bpf_map_update_elem\" %10, %{n + 1}, %{n + 1}, 0L"))
            + "\nret 0";
        Assert.Equal("BPF3501", Code.TryCompile("^0(%0: ptr):\n" + text, "map \"M\" type 1 key u64 value u64 max 1 flags 0 pin 0").Diagnostics.Single().Id);
    }

    [Theory]
    [InlineData("5.10", "BPF3502@3")]
    [InlineData("5.15", "")]
    public void BPF3502_at_an_exchange_that_the_target_does_not_have(string kernel, string expected)
    {
        var diagnostics = Code.TryCompile("""
            ^0(%0: ptr):
              %1: ptr = global.addr "g" @1
              %2: i32 = atomic u32 "xchg" %1, 7 @3
              ret %2 @4
            """, "global \"g\": u32", kernel).Diagnostics;
        Assert.Equal(expected, string.Join(" ", diagnostics.Select(static d => $"{d.Id}@{d.Span}")));
    }

    private static void Refused(string expected, string body)
    {
        CompilationContext context = IrText.Context(Declarations);
        context.ProgramKind = "xdp";
        PassPipeline.Run(context, IrText.Function("^0(%0: ptr):\n" + body));
        Assert.Equal(expected, string.Join(" ", context.Diagnostics.Select(static d => $"{d.Id}@{d.Span}")));
    }
}
