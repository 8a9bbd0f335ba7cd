using System;
using System.Linq;
using System.Text;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Tests.Passes;
using BpfSharp.Compiler.Verifier;
using Xunit;

namespace BpfSharp.Compiler.Tests.Verifier;

/// <summary>What is refused for the verifier's work rests on a walk over the code.</summary>
public sealed class WorkLimitTests
{
    private const int WholeBody = 6;
    private const int Branches = 25;

    [Fact]
    public void A_loop_that_the_walk_does_not_end_is_named()
    {
        CompilationResult result = Compile(Loop(rounds: 900_000, branches: 0, stores: 1));
        Assert.Equal(["BPF3021@6"], result.Diagnostics.Select(static d => $"{d.Id}@{d.Span}"));
    }

    // Views of packets were not known: that they were called left everything to the estimate, which takes what the loop repeats for less than the kernel walks.
    [Fact]
    public void Kernel_functions_are_walked()
    {
        string body = Ways(Branches).Replace("helper \"rnd\"", "helper \"kernel_rnd\"", StringComparison.Ordinal);
        Assert.Equal("BPF3085", Compile(body).Diagnostics.Single().Id);
    }

    [Fact]
    public void So_is_a_loop_that_leaves_too_many_branches()
    {
        CompilationResult result = Compile(Loop(rounds: 5_000, branches: 2, stores: 1));
        Assert.Equal(["BPF3022@6"], result.Diagnostics.Select(static d => $"{d.Id}@{d.Span}"));
    }

    // At worst each branch lets the rest of the round be walked once more: 640,000 instructions. The ways meet in states that are alike, though.
    [Fact]
    public void A_loop_is_taken_where_its_ways_meet()
    {
        CompiledProgram program = Compile(Loop(rounds: 1_000, branches: 7, stores: 10)).Module!.Programs[0];
        Assert.InRange(program.VerifierWork, 70_000, WorkLimit.MaxInstructions);
    }

    [Fact]
    public void Ways_that_leave_other_numbers_behind_are_counted()
    {
        CompilationResult result = Compile(Ways(Branches));
        Assert.Equal("BPF3085", result.Diagnostics.Single().Id);
        Assert.True(result.Diagnostics[0].Span is >= 1 and <= 9);
    }

    [Fact]
    public void Few_ways_are_taken() => Assert.InRange(Compile(Ways(8)).Module!.Programs[0].VerifierWork, 1_000, 20_000);

    private static CompilationResult Compile(string body) => BpfCompiler.Compile(
        IrText.Module($$"""
            module "P" license "GPL" spans 9
            program "Main" xdp section "xdp" onfault 0 = "Main"
            helper "rnd" 7 () effects 0 since "4.1"
            kfunc "kernel_rnd" "int (void)" () effects 0 since "5.8"
            global "g": u64
            func "Main" generic 0 -> i32 param "ctx": ptr {
            ^0(%0: ptr):
            {{body}}
            }
            """),
        [],
        new CompilerOptions { TargetKernel = new Version(5, 10) });

    // for (i = 0; i < rounds; i++) { g = 0; g = 1; ...; if (rnd() == 5) g = 99; ... }
    private static string Loop(int rounds, int branches, int stores)
    {
        var text = new StringBuilder();
        text.AppendLine("%1: ptr = global.addr \"g\"").AppendLine("br -> ^1(0)").AppendLine("^1(%2: i32):");
        text.AppendLine($"%3: i32 = lt.u %2, {rounds} @{WholeBody}").AppendLine($"brif %3 -> ^10, ^2 @{WholeBody}").AppendLine("^10:");
        int value = 10;
        for (int branch = 0; branch <= branches; branch++)
        {
            for (int store = 0; store < stores; store++)
                text.AppendLine($"store u64 %1, {(branch * 100) + store}L @{WholeBody}");
            if (branch == branches)
                break;
            int block = 20 + (2 * branch);
            text.AppendLine($"%{value}: i64 = helper \"rnd\" @{WholeBody}").AppendLine($"%{value + 1}: i32 = eq %{value}, 5L @{WholeBody}");
            text.AppendLine($"brif %{value + 1} -> ^{block}, ^{block + 1} @{WholeBody}").AppendLine($"^{block}:");
            text.AppendLine($"store u64 %1, 99L @{WholeBody}").AppendLine($"br -> ^{block + 1}").AppendLine($"^{block + 1}:");
            value += 2;
        }

        text.AppendLine($"%4: i32 = add %2, 1 @{WholeBody}").AppendLine("br -> ^1(%4)").AppendLine("^2:").Append("ret 0");
        return text.ToString();
    }

    // x = 0; if (rnd() == 5) { g = 0; x += 1; } if (rnd() == 5) { g = 1; x += 2; } ...; return x == 5 ? 1 : 2
    private static string Ways(int branches)
    {
        var text = new StringBuilder("%1: ptr = global.addr \"g\"\nbr -> ^10(0)\n");
        for (int i = 0; i < branches; i++)
        {
            int block = 10 + (2 * i);
            int value = 10 + (5 * i);
            text.AppendLine($"^{block}(%{value}: i32):").AppendLine($"%{value + 1}: i64 = helper \"rnd\" @3").AppendLine($"%{value + 2}: i32 = eq %{value + 1}, 5L @4");
            text.AppendLine($"brif %{value + 2} -> ^{block + 1}, ^{block + 2}(%{value}) @5").AppendLine($"^{block + 1}:");
            text.AppendLine($"store u64 %1, {i}L @7").AppendLine($"%{value + 3}: i32 = add %{value}, {1 << i} @8").AppendLine($"br -> ^{block + 2}(%{value + 3})");
        }

        text.AppendLine($"^{10 + (2 * branches)}(%2: i32):").AppendLine("%3: i32 = eq %2, 5 @9").AppendLine("brif %3 -> ^3, ^4 @9").Append("^3:\nret 1\n^4:\nret 2");
        return text.ToString();
    }
}
