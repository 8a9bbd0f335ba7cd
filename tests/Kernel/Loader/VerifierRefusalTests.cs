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
    public void Return_value_out_of_a_program_type_s_reach_names_a_hint_where_there_is_one()
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
    public void Endless_loop_is_refused_with_a_log_that_is_longer_than_the_first_buffer()
    {
        // A counter up to 100,000 with a branch: the log at level 1 is far longer than a megabyte.
        VerifierException e = Refuse(
            Mov64Imm(6, 0),
            Mov64(7, 1),
            Call(7),
            JumpIfImm(BpfCondition.Equal, 0, 0, 0),
            Alu64Imm(BpfAluOp.Add, 6, 1),
            Jump(-4),
            Mov64Imm(0, 2),
            Exit());
        Assert.NotEqual("", e.Cause);
        Assert.NotEqual("no reason given", e.Cause);
        Assert.True(e.Line > 0, e.Message);
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
        Assert.DoesNotContain("bpfsharp_left1", IpCommand.Run("bpftool", "map show"));
        Assert.DoesNotContain("bpfsharp_good", IpCommand.Run("bpftool", "prog show"));
    }

    private static VerifierException Refuse(params BpfInstruction[] instructions)
    {
        KernelTest.Require();
        var source = new BpfObject();
        Handmade.AddProgram(source, "bad", "xdp", instructions);
        return Assert.Throws<VerifierException>(() => new LoadedTestObject(source));
    }
}
