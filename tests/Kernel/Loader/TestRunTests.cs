using System;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using Xunit;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Kernel.Tests.Loader;

public sealed class TestRunTests
{
    private const int AdjustHead = 44;
    private const int MarkOffset = 8;
    private const int PriorityOffset = 32;

    [Fact]
    public void Packet_comes_back_as_the_program_left_it()
    {
        KernelTest.Require();
        var source = new BpfObject();
        // Overwrites the first byte.
        Handmade.AddProgram(source, "write", "xdp",
        [
            Load(BpfSize.Word, 2, 1, 0),
            Load(BpfSize.Word, 3, 1, 4),
            Mov64(4, 2),
            Alu64Imm(BpfAluOp.Add, 4, 1),
            Mov64Imm(0, (int)XdpAction.Aborted),
            JumpIf(BpfCondition.Greater, 4, 3, 2),
            StoreImm(BpfSize.Byte, 2, 0, 0x5a),
            Mov64Imm(0, (int)XdpAction.Tx),
            Exit(),
        ]);
        using var loaded = new LoadedTestObject(source);
        byte[] packet = new byte[60];
        packet[59] = 0xee;
        XdpResult result = loaded.XdpProgram("write").Run(packet);
        Assert.Equal(XdpAction.Tx, result.Verdict);
        Assert.Equal((60, 0x5a, 0xee), (result.Packet.Length, result.Packet[0], result.Packet[59]));
        Assert.Equal(0, packet[0]);
    }

    [Fact]
    public void Packet_that_grows_comes_back_whole()
    {
        KernelTest.Require();
        var source = new BpfObject();
        Handmade.AddProgram(source, "grow", "xdp", [Mov64Imm(2, -64), Call(AdjustHead), Alu64Imm(BpfAluOp.Add, 0, 2), Exit()]);
        using var loaded = new LoadedTestObject(source);
        byte[] packet = new byte[1000];
        packet[999] = 7;
        XdpResult result = loaded.XdpProgram("grow").Run(packet);
        Assert.Equal(XdpAction.Pass, result.Verdict);
        Assert.Equal(1064, result.Packet.Length);
        Assert.Equal(7, result.Packet[1063]);
    }

    [Fact]
    public void Tc_run_gives_mark_and_priority_and_a_negative_verdict()
    {
        KernelTest.Require();
        var source = new BpfObject();
        Handmade.AddProgram(source, "mark", "tc",
        [
            Mov64Imm(2, 0x1234),
            Store(BpfSize.Word, 1, 2, MarkOffset),
            Mov64Imm(2, 6),
            Store(BpfSize.Word, 1, 2, PriorityOffset),
            Mov64Imm(0, (int)TcAction.Next),
            Exit(),
        ]);
        using var loaded = new LoadedTestObject(source);
        TcResult result = loaded.TcProgram("mark").Run(new byte[60]);
        Assert.Equal((TcAction.Next, 0x1234u, 6u), (result.Verdict, result.Mark, result.Priority));
    }

    [Fact]
    public void Kernel_knows_types_and_source_lines()
    {
        KernelTest.Require("bpftool");
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        Assert.Equal("", loaded.TypesNote);
        string dump = Tool.Run("bpftool", $"prog dump xlated id {loaded.XdpProgram("count").Id} linum");
        Assert.Contains("; line 2 of count [file:/src/Handmade.cs line_num:3 line_col:5]", dump);
        Assert.Contains("int count()", dump);
    }

    [Fact]
    public void Statistics_and_measurement()
    {
        KernelTest.Require();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        LoadedXdpProgram program = loaded.XdpProgram("count");
        Assert.NotEqual(0u, program.Id);
        ProgramStatistics statistics = program.ReadStatistics();
        Assert.InRange(statistics.Instructions, 5, 20);
        Assert.True(statistics.JitedBytes > 0, "the JIT is off");
        Assert.True(statistics.VerifiedInstructions > 0);
        int mean = program.MeasureNanoseconds(new byte[60], 1000);
        Assert.InRange(mean, 1, 1_000_000);
        Assert.Equal(1000ul, loaded.Views.Global<ulong>(Handmade.Counter).Value);
    }
}
