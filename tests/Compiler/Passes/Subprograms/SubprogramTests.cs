using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Tests.CodeGen;
using BpfSharp.Objects.Model;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Subprograms;

/// <summary>Functions marked noinline: what becomes of them and of their calls.</summary>
public sealed class SubprogramTests
{
    private const string Header = """
        module "P" license "GPL" spans 20
        helper "bpf_map_lookup_elem" 1 (Map, MapKey) effects 2 since "3.19"
        helper "bpf_loop" 181 (Scalar, Callback, Environment, Scalar) effects 0 since "5.17"
        helper "bpf_tail_call" 12 (Context, Map, Scalar) effects 24 since "4.2"
        type "Ns.Span" sequential { "Start": ptr; "Length": i32; }
        type "Ns.Big" sequential { "Bytes": u64 * 30; }
        map "M" type 1 key u32 value u64 max 1 flags 0 pin 0
        global "g": u64
        program "Main" xdp section "xdp" onfault 2 = "M:Ns.P.Main"

        """;

    [Fact]
    public void A_result_comes_in_the_low_half_and_a_fault_in_the_high_half() => AssertCode(
        """
        func "M:Ns.P.Main" generic 0 -> i32 param "ctx": ptr @0 {
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "rx_queue_index" #16 %0 @1
          %2: i32 = call "M:Ns.P.Divide(System.Int32)" %1 @2
          ret %2 @3
        }
        func "M:Ns.P.Divide(System.Int32)" generic 0 -> i32 noinline param "by": i32 @4 {
        ^0(%0: i32):
          %1: i32 = ne %0, 0 @5
          guard #4 %1 @5
          %2: i32 = div.u 100, %0 @5
          ret %2 @6
        }
        """,
        """
        0: r2 = *(u32 *)(r1 +16)
        1: call pc+16
        2: r1 = r0
        3: r1 >>= 32
        4: if r1 != 0 goto +1
        5: exit
        6: w1 += -1
        7: *(u32 *)(r10 -4) = r1
        8: r2 = r10
        9: r2 += -4
        10: r1 = map[bpfsharp_faults]
        12: call bpf_map_lookup_elem#1
        13: if r0 == 0 goto +2
        14: r1 = 1
        15: lock *(u64 *)(r0 +0) += r1
        16: r0 = 2
        17: exit
        18: w1 = w2
        19: if w1 == 0 goto +4
        20: r0 = 100
        21: w0 /= w1
        22: w0 = w0
        23: exit
        24: r0 = 0
        25: w0 += 1
        26: r0 <<= 32
        27: exit
        """,
        "Main", "Main_Divide");

    [Fact]
    public void The_context_goes_first_and_maps_are_named_by_the_function_itself()
    {
        CompiledProgram program = Compile("""
            func "M:Ns.P.Main" generic 0 -> i32 param "ctx": ptr @0 {
            ^0(%0: ptr):
              %1: ptr = map.addr "M" @1
              %2: i32 = call "M:Ns.P.Find" %1, %0, 3 @2
              ret %2 @3
            }
            func "M:Ns.P.Find" generic 0 -> i32 noinline param "map": ptr param "ctx": ptr param "key": i32 @4 {
            ^0(%0: ptr, %1: ptr, %2: i32):
              %3: ptr = slot u32 "key" @5
              store u32 %3, %2 @5
              %4: ptr = helper "bpf_map_lookup_elem" %0, %3 @6
              %5: i32 = eq %4, null @7
              ret %5 @8
            }
            """);
        Assert.Equal(["ctx", "key"], program.Functions[1].Parameters.Select(static p => p.Name));
        Assert.Contains(program.Relocations, r => r.Kind == BpfRelocationKind.Map && r.Symbol == "M" && r.Slot > program.Functions[1].Slot);
    }

    [Fact]
    public void A_function_is_compiled_once_for_each_kind_of_memory_that_it_is_given()
    {
        CompiledProgram program = Compile("""
            func "M:Ns.P.Main" generic 0 -> i32 param "ctx": ptr @0 {
            ^0(%0: ptr):
              %1: ptr = slot u64 "a" @1
              store u64 %1, 1L @1
              %2: ptr = slot u64 "b" @1
              store u64 %2, 2L @1
              %3: ptr = global.addr "g" @1
              call "M:Ns.P.Bump" %1 @2
              call "M:Ns.P.Bump" %2 @2
              call "M:Ns.P.Bump" %3 @2
              %4: i64 = load u64 %1 @3
              %5: i32 = trunc %4
              ret %5 @3
            }
            func "M:Ns.P.Bump" generic 0 -> void noinline param "value": u64 @4 {
            ^0(%0: ptr):
              %1: i64 = load u64 %0 @5
              %2: i64 = add %1, 1L @5
              store u64 %0, %2 @5
              ret @6
            }
            """);
        Assert.Equal(["Main", "Main_Bump", "Main_Bump_2"], program.Functions.Select(static f => f.Name));
    }

    [Theory]
    [InlineData("", "i32 %0, %0, %0, %0, %0", "i32", "its arguments need more than five registers, one of which is the context's and one a 64-bit result's")]
    [InlineData("", "i64 %0, %0, %0, %0", "i64", "its arguments need more than five registers, one of which is the context's and one a 64-bit result's")]
    public void What_needs_more_registers_is_inlined(string before, string call, string result, string reason)
    {
        string[] parts = call.Split(' ', 2);
        int count = parts[1].Split(',').Length;
        string parameters = string.Concat(Enumerable.Range(0, count).Select(static i => $" param \"p{i}\": i32"));
        string entry = string.Join(", ", Enumerable.Range(0, count).Select(static i => $"%{i}: i32"));
        string widened = result == "i64" ? $"%{count}: i64 = sext %0\n  ret %{count}" : "ret %0";
        CompilationResult compiled = Run($$"""
            func "M:Ns.P.Main" generic 0 -> i32 param "ctx": ptr @0 {
            ^0(%9: ptr):
              %0: i32 = ctx.load u32 "rx_queue_index" #16 %9 @1
              {{before}}%1: {{result}} = call "M:Ns.P.F" {{parts[1]}} @2
              ret %0 @3
            }
            func "M:Ns.P.F" generic 0 -> {{result}} noinline{{parameters}} @4 {
            ^0({{entry}}):
              {{widened}}
            }
            """);
        Assert.Equal([$"BPF3051@4 {reason}"], compiled.Diagnostics.Select(static d => $"{d.Id}@{d.Span} {d.Arguments[0]}"));
        Assert.Single(compiled.Module!.Programs[0].Functions);
    }

    [Theory]
    [InlineData("-> ptr noinline param \"p\": u64", "it returns a reference")]
    [InlineData("-> ptr noinline param \"s\": [Ns.Span]", "it returns a reference")]
    public void What_gives_a_reference_is_inlined(string signature, string reason) => AssertInlined(signature, "ret %0", "ptr", reason);

    [Fact]
    public void What_is_given_references_in_memory_is_inlined() => AssertInlined("-> void noinline param \"span\": [Ns.Span]", "ret", "void", "'span' holds references");

    [Fact]
    public void A_reference_to_one_of_two_kinds_of_memory_is_refused_at_the_call() => Assert.Equal(
        ["BPF3012@2"],
        Run("""
            func "M:Ns.P.Main" generic 0 -> i32 param "ctx": ptr @0 {
            ^0(%0: ptr):
              %1: ptr = slot u64 "a" @1
              %2: ptr = global.addr "g" @1
              %3: i32 = ctx.load u32 "rx_queue_index" #16 %0 @1
              brif %3 -> ^1(%1), ^1(%2)
            ^1(%4: ptr):
              call "M:Ns.P.Bump" %4 @2
              ret 1
            }
            func "M:Ns.P.Bump" generic 0 -> void noinline param "value": u64 @4 {
            ^0(%0: ptr):
              store u64 %0, 7L @5
              ret @6
            }
            """).Diagnostics.Select(static d => $"{d.Id}@{d.Span}"));

    [Fact]
    public void A_pointer_of_no_known_size_is_refused_at_the_call() => Assert.Equal(
        ["BPF3050@2 pointer"],
        Run("""
            func "M:Ns.P.Main" generic 0 -> i32 param "ctx": ptr @0 {
            ^0(%0: ptr):
              %1: ptr = slot u64 "a" @1
              call "M:Ns.P.Bump" %1 @2
              ret 1
            }
            func "M:Ns.P.Bump" generic 0 -> void noinline param "pointer": ptr @4 {
            ^0(%0: ptr):
              store u64 %0, 7L @5
              ret @6
            }
            """).Diagnostics.Select(static d => $"{d.Id}@{d.Span} {d.Arguments[0]}"));

    [Fact]
    public void A_callback_makes_no_tail_call() => Assert.Equal(
        ["BPF3052@2 it makes a tail call"],
        Run("""
            func "M:Ns.P.Main" generic 0 -> i32 param "ctx": ptr @0 {
            ^0(%0: ptr):
              %1: ptr = func.addr "M:Ns.P.F" @1
              %2: i64 = helper "bpf_loop" 3L, %1, null, 0L, %0 @2
              ret 1
            }
            func "M:Ns.P.F" generic 0 -> void param "round": i32 param "ctx": ptr @4 {
            ^0(%0: i32, %1: ptr):
              %2: ptr = map.addr "M" @5
              helper "bpf_tail_call" %1, %2, 0L @5
              ret
            }
            """).Diagnostics.Select(static d => $"{d.Id}@{d.Span} {d.Arguments[0]}"));

    [Fact]
    public void A_callback_finds_what_it_captures_in_its_environment_and_says_there_that_it_has_faulted()
    {
        CompiledProgram program = Compile("""
            func "M:Ns.P.Main" generic 0 -> i32 param "ctx": ptr @0 {
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "rx_queue_index" #16 %0 @1
              %2: ptr = func.addr "M:Ns.P.F" @1
              %3: i64 = helper "bpf_loop" 3L, %2, null, 0L, %1 @2
              ret 1
            }
            func "M:Ns.P.F" generic 0 -> void param "round": i32 param "limit": i32 @4 {
            ^0(%0: i32, %1: i32):
              %2: i32 = ne %0, %1 @5
              guard #6 %2 @5
              ret
            }
            """);
        string[] lines = Code.Text(program).Split('\n').Select(static l => l.Trim()).ToArray();
        string[] body = lines.SkipWhile(l => !l.StartsWith(program.Functions[1].Slot + ":", System.StringComparison.Ordinal)).Where(static l => l.Length != 0).Select(static l => l[(l.IndexOf(' ') + 1)..]).ToArray();
        Assert.Equal(
            ["r3 = *(u32 *)(r2 +16)", "if w1 == w3 goto +2", "r0 = 0", "exit", "r1 = 0", "w1 += 1", "*(u32 *)(r2 +4) = r1", "r0 = 1", "exit"],
            body);
    }

    [Fact]
    public void Frames_of_nested_calls_share_512_bytes_and_the_diagnostic_names_what_is_in_each()
    {
        CompilationResult result = Run("""
            func "M:Ns.P.Main" generic 0 -> i32 param "ctx": ptr @0 {
            ^0(%0: ptr):
              %1: ptr = slot [Ns.Big] "mine" @1
              zero [Ns.Big] %1 @1
              call "M:Ns.P.Outer" %1 @2
              %2: i32 = load u32 %1 @3
              ret %2 @3
            }
            func "M:Ns.P.Outer" generic 0 -> void noinline param "big": [Ns.Big] @4 {
            ^0(%0: ptr):
              %1: ptr = slot [Ns.Big] "copy" @5
              copy [Ns.Big] %1, %0 @5
              call "M:Ns.P.Inner" %1 @6
              copy [Ns.Big] %0, %1 @7
              ret @8
            }
            func "M:Ns.P.Inner" generic 0 -> void noinline param "big": [Ns.Big] @9 {
            ^0(%0: ptr):
              %1: ptr = slot u64 "last" @10
              copy u64 %1, %0 @10
              call "M:Ns.P.Leaf" %1 @11
              copy u64 %0, %1 @11
              ret @11
            }
            func "M:Ns.P.Leaf" generic 0 -> void noinline param "value": u64 @12 {
            ^0(%0: ptr):
              store u64 %0, 7L @13
              ret @13
            }
            """);
        Assert.Equal(
            ["BPF3501@0 Main 576 Main (256): mine (240), temporaries (4); Main_Outer (256): copy (240); Main_Inner (32): last (8); Main_Leaf (32)"],
            result.Diagnostics.Select(static d => $"{d.Id}@{d.Span} {string.Join(" ", d.Arguments)}"));
    }

    private static void AssertInlined(string signature, string ret, string result, string reason)
    {
        CompilationResult compiled = Run($$"""
            func "M:Ns.P.Main" generic 0 -> i32 param "ctx": ptr @0 {
            ^0(%0: ptr):
              %1: ptr = slot [Ns.Span] "a" @1
              {{(result == "ptr" ? "%2: ptr = " : "")}}call "M:Ns.P.F" %1 @2
              ret 1 @3
            }
            func "M:Ns.P.F" generic 0 {{signature}} @4 {
            ^0(%0: ptr):
              {{ret}}
            }
            """);
        Assert.Equal([$"BPF3051@4 {reason}"], compiled.Diagnostics.Select(static d => $"{d.Id}@{d.Span} {d.Arguments[0]}"));
        Assert.Single(compiled.Module!.Programs[0].Functions);
    }

    private static void AssertCode(string functions, string expected, params string[] names)
    {
        CompiledProgram program = Compile(functions);
        Assert.Equal(names, program.Functions.Select(static f => f.Name));
        string actual = string.Join("\n", Code.Text(program).Split('\n').Select(static l => l.Trim()).Where(static l => l.Length != 0));
        if (expected != actual)
            Assert.Fail("This code was made instead:\n" + actual);
    }

    private static CompiledProgram Compile(string functions)
    {
        CompilationResult result = Run(functions);
        Assert.Empty(result.Diagnostics);
        return Assert.Single(result.Module!.Programs);
    }

    private static CompilationResult Run(string functions) =>
        BpfCompiler.Compile(IrParser.Parse(IrPrinter.Header + "\n" + Header + functions), [], new CompilerOptions { VerifyPasses = true }, TestContext.Current.CancellationToken);
}
