using System.Globalization;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using Xunit;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Test runs with what a program sees besides the packet, and over live frames.</summary>
public sealed class RunContextTests
{
    private const int IngressInterfaceOffset = 12;
    private const int MetadataOffset = 8;
    private const int MarkOffset = 8;
    private const int InterfaceOffset = 40;

    [Fact]
    public void Xdp_program_sees_the_interface_it_is_told()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        var source = new BpfObject();
        Handmade.AddProgram(source, "where", "xdp", [Load(BpfSize.Word, 0, 1, IngressInterfaceOffset), Exit()]);
        using var loaded = new LoadedTestObject(source);
        int index = Index(pair);
        XdpResult result = pair.Near.Run(() => loaded.XdpProgram("where").Run(new byte[60], new XdpRunContext { IngressInterface = index }));
        Assert.Equal(index, (int)result.Verdict);
        Assert.ThrowsAny<BpfKernelException>(() => pair.Near.Run(() => loaded.XdpProgram("where").Run(new byte[60], new XdpRunContext { IngressInterface = 9999 })));
        Assert.ThrowsAny<BpfKernelException>(() => pair.Near.Run(() => loaded.XdpProgram("where").Run(new byte[60], new XdpRunContext { IngressInterface = index, ReceiveQueue = 500 })));
    }

    [Fact]
    public void Xdp_program_sees_the_metadata_before_the_packet()
    {
        KernelTest.Require();
        var source = new BpfObject();
        Handmade.AddProgram(source, "metadata", "xdp",
            [Load(BpfSize.Word, 0, 1, 0), Load(BpfSize.Word, 2, 1, MetadataOffset), Alu64(BpfAluOp.Sub, 0, 2), Exit()]);
        using var loaded = new LoadedTestObject(source);
        Assert.Equal(8, (int)loaded.XdpProgram("metadata").Run(new byte[68], new XdpRunContext { MetadataLength = 8 }).Verdict);
        Assert.Equal(0, (int)loaded.XdpProgram("metadata").Run(new byte[68], new XdpRunContext()).Verdict);
    }

    [Fact]
    public void Tc_program_sees_mark_priority_and_interface()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        var source = new BpfObject();
        Handmade.AddProgram(source, "sum", "tc",
            [Load(BpfSize.Word, 0, 1, MarkOffset), Load(BpfSize.Word, 2, 1, InterfaceOffset), Alu64(BpfAluOp.Add, 0, 2), Exit()]);
        using var loaded = new LoadedTestObject(source);
        int index = Index(pair);
        TcResult result = pair.Near.Run(() => loaded.TcProgram("sum").Run(new byte[60], new TcRunContext { Mark = 1000, Priority = 5, Interface = index }));
        Assert.Equal((1000 + index, 1000u, 5u), ((int)result.Verdict, result.Mark, result.Priority));
    }

    [Fact]
    public void Live_frames_are_sent_and_arrive()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var receiver = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Drop));
        using var sender = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Tx));
        using XdpLink link = pair.Near.Run(() => receiver.XdpProgram("count").Attach(VethPair.NearInterface));
        int far = int.Parse(pair.Far.Ip($"-o link show {VethPair.FarInterface}").Split(':')[0], CultureInfo.InvariantCulture);
        pair.Far.Run(() => sender.XdpProgram("count").RunLive(new byte[64], 1000, new XdpRunContext { IngressInterface = far }, batch: 32));
        Assert.Equal(1000ul, sender.Views.Global<ulong>(Handmade.Counter).Value);
        // The ring of a veth drops what comes faster than its reader.
        Eventually.True(() => receiver.Views.Global<ulong>(Handmade.Counter).Value > 500, () => $"{receiver.Views.Global<ulong>(Handmade.Counter).Value} of 1000 arrived");
        Assert.Throws<System.ArgumentOutOfRangeException>(() => sender.XdpProgram("count").RunLive(new byte[64], 0, new XdpRunContext()));
    }

    private static int Index(VethPair pair) => int.Parse(pair.Near.Ip($"-o link show {VethPair.NearInterface}").Split(':')[0], CultureInfo.InvariantCulture);
}
