using System;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Objects.Elf;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>An embedded object is read once, and each opening has constants of its own.</summary>
public sealed class EmbeddedObjectTests
{
    [Fact]
    public void Object_is_read_once_and_constants_are_each_openings_own()
    {
        KernelTest.Require();
        int reads = 0;
        var embedded = new BpfEmbeddedObject(
            () =>
            {
                reads++;
                return BpfObjectWriter.Write(Handmade.CountingObject("xdp", (int)XdpAction.Aborted));
            },
            "Tests.Embedded");
        Assert.Equal(0, reads);
        BpfUnloadedObject first = embedded.Open(), second = embedded.Open(), third = embedded.Open();
        first.SetConstant(Handmade.Verdict, (int)XdpAction.Drop);
        second.SetConstant(Handmade.Verdict, (int)XdpAction.Pass);
        using var dropping = new LoadedTestObject(first);
        using var passing = new LoadedTestObject(second);
        using var aborting = new LoadedTestObject(third);
        Assert.Equal(XdpAction.Drop, dropping.XdpProgram("count").Run(new byte[60]).Verdict);
        Assert.Equal(XdpAction.Pass, passing.XdpProgram("count").Run(new byte[60]).Verdict);
        Assert.Equal(XdpAction.Aborted, aborting.XdpProgram("count").Run(new byte[60]).Verdict);
        Assert.Equal(1, reads);
    }

    [Fact]
    public void What_can_not_be_read_is_tried_again()
    {
        int reads = 0;
        var embedded = new BpfEmbeddedObject(() => reads++ == 0 ? throw new InvalidOperationException() : [1, 2, 3], "Tests.Damaged");
        Assert.Throws<InvalidOperationException>(embedded.Open);
        Assert.Throws<BpfObjectException>(embedded.Open);
        Assert.Equal(2, reads);
    }

    [Fact]
    public void Generated_loader_loads_several_instances_with_constants_of_their_own()
    {
        KernelTest.Require();
        using ChainProgramsObject dropping = XdpChainTests.Load(XdpAction.Drop), passing = XdpChainTests.Load(XdpAction.Pass);
        Assert.Equal((XdpAction.Drop, XdpAction.Pass), (dropping.Count.Run(new byte[60]).Verdict, passing.Count.Run(new byte[60]).Verdict));
        Assert.Equal((1ul, 1ul), (dropping.Runs, passing.Runs));
    }
}
