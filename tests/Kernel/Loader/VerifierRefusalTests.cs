using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using Xunit;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Kernel.Tests.Loader;

public sealed class VerifierRefusalTests
{
    [Fact]
    public void Access_beyond_the_packet_is_mapped_to_its_line()
    {
        VerifierException e = Refuse(
            Load(BpfSize.Word, 2, 1, 0),
            Load(BpfSize.Byte, 0, 2, 0),
            Exit());
        Assert.Equal((Handmade.SourceFile, 2, 5, "line 1 of bad", 1), (e.File, e.Line, e.Column, e.Text, e.Instruction));
        Assert.Equal("bad", e.Program);
        Assert.Contains("invalid access to packet", e.Cause);
        Assert.Contains("processed", e.Log);
        Assert.DoesNotContain("processed", e.Cause);
        Assert.Contains("refused program 'bad': invalid access to packet", e.Message);
        Assert.Contains("at /src/Handmade.cs(2,5): line 1 of bad", e.Message);
    }

    [Fact]
    public void Uninitialised_register_behind_a_branch_is_mapped_to_its_line()
    {
        VerifierException e = Refuse(
            Load(BpfSize.Word, 2, 1, 12),
            Mov64Imm(0, 2),
            JumpIfImm(BpfCondition.Equal, 2, 0, 1),
            Mov64Imm(3, 1),
            Alu64(BpfAluOp.Add, 0, 3),
            Exit());
        Assert.Equal((5, 4), (e.Line, e.Instruction));
        Assert.Contains("R3 !read_ok", e.Cause);
    }

    [Fact]
    public void Refusal_before_the_walk_is_mapped_to_the_instruction_that_it_names()
    {
        VerifierException e = Refuse(
            Mov64Imm(0, 2),
            Exit(),
            Mov64Imm(0, 1),
            Exit());
        Assert.Equal((3, 2), (e.Line, e.Instruction));
        Assert.Contains("unreachable insn 2", e.Cause);
    }

    [Fact]
    public void Unknown_helper_is_named_with_what_to_do()
    {
        VerifierException e = Refuse(
            Mov64Imm(0, 2),
            Call(9999),
            Exit());
        Assert.Contains("invalid func unknown#9999", e.Cause);
        Assert.Contains("<BpfTargetKernel>", e.Message);
        Assert.Equal(2, e.Line);
    }

    [Fact]
    public void Log_that_is_longer_than_the_first_buffer_is_read_to_its_end()
    {
        const int Random = 7;
        VerifierException e = Refuse(
            Mov64Imm(6, 0),
            Call(Random),
            JumpIfImm(BpfCondition.Equal, 0, 0, 1),
            Mov64Imm(0, 1),
            Alu64Imm(BpfAluOp.Add, 6, 1),
            JumpIfImm(BpfCondition.Less, 6, 9000, -5),
            Mov64Imm(0, 2),
            Exit());
        Assert.True(e.Log.Length > 1 << 20, $"the log has {e.Log.Length} characters");
        Assert.Contains("sequence of 8193 jumps is too complex", e.Cause);
        Assert.Contains("processed", e.Log[^200..]);
        Assert.InRange(e.Line, 2, 6);
        Assert.Contains("bound the loop lower", e.Message);
    }

    [Fact]
    public void Nothing_of_a_refused_object_stays_in_the_kernel()
    {
        KernelTest.Require();
        var source = new BpfObject();
        source.Maps.Add(Handmade.Map("bpfsharp_left1", 1, 4, 4, 16));
        Handmade.AddProgram(source, "bpfsharp_good", "xdp", [Mov64Imm(0, 2), Exit()]);
        Handmade.AddProgram(source, "bpfsharp_bad", "xdp", [Exit()]);
        Assert.Throws<VerifierException>(() => new LoadedTestObject(source));
        Assert.DoesNotContain("bpfsharp_left1", Tool.Listing("map show"));
        Assert.DoesNotContain("bpfsharp_good", Tool.Listing("prog show"));
    }

    private static VerifierException Refuse(params BpfInstruction[] instructions)
    {
        KernelTest.Require();
        var source = new BpfObject();
        Handmade.AddProgram(source, "bad", "xdp", instructions);
        return Assert.Throws<VerifierException>(() => new LoadedTestObject(source));
    }
}
