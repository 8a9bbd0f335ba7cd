using System;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Tests.CodeGen;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Subprograms;

/// <summary>What verifiers that walk a callback once must not know, and what they must not look for behind its start.</summary>
public sealed class CallbackRoundTests
{
    private const string Header = """
        module "P" license "GPL" spans 20
        helper "bpf_loop" 181 (Scalar, Callback, Environment, Scalar) effects 0 since "5.17"
        program "Main" xdp section "xdp" onfault 2 = "M:Ns.P.Main"

        """;

    private const string Count = """
        func "M:Ns.P.Main" generic 0 -> i32 param "ctx": ptr @0 {
        ^0(%0: ptr):
          %1: ptr = slot u32 "count" @1
          store u32 %1, 1 @1
          %2: ptr = slot u32 "limit" @1
          %3: i32 = ctx.load u32 "rx_queue_index" #16 %0 @1
          store u32 %2, %3 @1
          %4: ptr = func.addr "M:Ns.P.F" @1
          %5: i64 = helper "bpf_loop" 3L, %4, null, 0L, %1, %2 @2
          %6: i32 = load u32 %1 @3
          %7: i32 = load u32 %2 @3
          %8: i32 = xor %6, %7 @3
          ret %8
        }
        func "M:Ns.P.F" generic 0 -> void param "round": i32 param "count": u32 param "limit": u32 @4 {
        ^0(%0: i32, %1: ptr, %2: ptr):
          %3: i32 = load u32 %1 @5
          %4: i32 = load u32 %2 @5
          %5: i32 = add %3, %4 @5
          store u32 %1, %5 @5
          ret
        }
        """;

    /// <summary>What the callback only reads is what it was before.</summary>
    [Fact]
    public void A_local_that_rounds_change_is_hidden_behind_the_call_from_verifiers_that_walk_one_round()
    {
        string[] code = Function(Compile(Count, "6.1"), 0);
        string place = code[0][..^" = 1".Length];
        int hidden = Array.FindIndex(code, static l => l.Contains("be32", StringComparison.Ordinal));
        Assert.EndsWith($" = {place}", code[hidden - 1], StringComparison.Ordinal);
        Assert.Equal(2, code.Count(static l => l.Contains("be32", StringComparison.Ordinal)));
    }

    [Fact]
    public void Verifiers_that_walk_all_rounds_know_themselves_what_they_do_not_know() => Assert.DoesNotContain(Function(Compile(Count, "6.7"), 0), static l => l.Contains("be32", StringComparison.Ordinal));

    /// <summary>Not in a program without rounds.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_function_that_is_given_such_a_local_does_not_know_it_either(bool rounds)
    {
        CompiledProgram program = Compile($$"""
            func "M:Ns.P.Main" generic 0 -> i32 param "ctx": ptr @0 {
            ^0(%0: ptr):
              %1: ptr = slot u32 "count" @1
              store u32 %1, 1 @1
              {{(rounds ? "%2: ptr = func.addr \"M:Ns.P.F\" @1\n  %3: i64 = helper \"bpf_loop\" 3L, %2, null, 0L, %1 @2" : "")}}
              %4: i32 = call "M:Ns.P.Read" %1 @3
              ret %4
            }
            func "M:Ns.P.F" generic 0 -> void param "round": i32 param "count": u32 @4 {
            ^0(%0: i32, %1: ptr):
              store u32 %1, 2 @5
              ret
            }
            func "M:Ns.P.Read" generic 0 -> i32 noinline param "count": u32 @6 {
            ^0(%0: ptr):
              %1: i32 = load u32 %0 @7
              ret %1 @7
            }
            """, "6.1");
        string[] read = Function(program, program.Functions.ToList().FindIndex(static f => f.Name == "Main_Read"));
        Assert.Equal(rounds ? 2 : 0, read.Count(static l => l == "r0 = be32 r0"));
    }

    /// <summary>Not where it only counts.</summary>
    [Theory]
    [InlineData("6.1", true, true)]
    [InlineData("6.1", false, false)]
    [InlineData("6.5", true, false)]
    public void The_number_of_a_round_that_is_stepped_by_goes_through_memory(string kernel, bool steps, bool wanted)
    {
        CompiledProgram program = Compile($$"""
            func "M:Ns.P.Main" generic 0 -> i32 param "ctx": ptr @0 {
            ^0(%0: ptr):
              %1: ptr = slot u64 "bytes" @1
              store u64 %1, 1L @1
              %2: ptr = func.addr "M:Ns.P.F" @1
              %3: i64 = helper "bpf_loop" 3L, %2, null, 0L, %1 @2
              ret 1
            }
            func "M:Ns.P.F" generic 0 -> void param "round": i32 param "bytes": u64 @4 {
            ^0(%0: i32, %1: ptr):
              %2: i32 = and %0, 7 @5
              %3: i64 = zext %2 @5
              %4: ptr = ptradd %1, {{(steps ? "%3" : "3L")}} @5
              store u8 %4, %0 @5
              ret
            }
            """, kernel);
        string[] callback = Function(program, 1);
        Assert.Equal(wanted, callback.Take(2).SequenceEqual(["*(u64 *)(r2 +24) = r1", "r1 = *(u64 *)(r2 +24)"]));
    }

    private static string[] Function(CompiledProgram program, int index)
    {
        string[] lines = Code.Text(program).Split('\n').Select(static l => l.Trim()).Where(static l => l.Length != 0).ToArray();
        int end = index + 1 < program.Functions.Count ? program.Functions[index + 1].Slot : int.MaxValue;
        return lines.Where(l => int.Parse(l[..l.IndexOf(':')], System.Globalization.CultureInfo.InvariantCulture) is var slot && slot >= program.Functions[index].Slot && slot < end)
            .Select(static l => l[(l.IndexOf(' ') + 1)..]).ToArray();
    }

    private static CompiledProgram Compile(string functions, string kernel)
    {
        IrModule module = IrParser.Parse(IrPrinter.Header + "\n" + Header + functions);
        CompilationResult result = BpfCompiler.Compile(module, [], new CompilerOptions { TargetKernel = Version.Parse(kernel), VerifyPasses = true }, TestContext.Current.CancellationToken);
        Assert.Empty(result.Diagnostics);
        return result.Module!.Programs[0];
    }
}
