using System;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Loader.Syscalls;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Kernels that lack a comfort: the object is loaded without it, and says so.</summary>
public sealed class OldKernelTests
{
    [Fact]
    public void Types_that_the_kernel_refuses_are_left_out_and_said()
    {
        KernelTest.Require();
        using (SystemCallSeam.Set(static call => call == "bpf BtfLoad" ? Errno.EINVAL : 0))
        {
            using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
            Assert.Contains("without types and source lines", loaded.TypesNote, StringComparison.Ordinal);
            Assert.Equal(XdpAction.Pass, loaded.XdpProgram("count").Run(new byte[64]).Verdict);
            Assert.All(loaded.XdpProgram("count").ReadTranslated(), static i => Assert.Null(i.Source));
        }
    }

    [Fact]
    public void Records_of_functions_and_lines_that_the_kernel_refuses_are_left_out_and_said()
    {
        KernelTest.Require();
        int loads = 0;
        using (SystemCallSeam.Set(call => call == "bpf ProgramLoad" && ++loads <= 2 ? Errno.EINVAL : 0))
        {
            using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
            Assert.Contains("program 'count'; it is loaded without source lines", loaded.TypesNote, StringComparison.Ordinal);
            Assert.Equal(XdpAction.Pass, loaded.XdpProgram("count").Run(new byte[64]).Verdict);
        }
    }

    [Fact]
    public void Tcx_that_is_not_there_gives_way_to_clsact()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Ok));
        using (SystemCallSeam.Set(static call => call is "bpf ProgramQuery" ? Errno.EINVAL : 0))
        using (NetworkNamespace near = NetworkNamespace.Open(pair.Near.Name))
        using (TcLink link = near.Run(() => loaded.TcProgram("count").Attach(VethPair.NearInterface, TcDirection.Ingress)))
        {
            Assert.Equal(TcHook.Clsact, link.Hook);
            Assert.Equal(2, Traffic.Send(pair, 2));
            Assert.Equal(2ul, loaded.Views.Global<ulong>(Handmade.Counter).Value);
        }
    }

    [Fact]
    public void Link_whose_interface_has_gone_is_disposed_without_complaint()
    {
        KernelTest.Require();
        foreach (XdpHolder holder in new[] { XdpHolder.Link, XdpHolder.Netlink })
        {
            using var pair = new VethPair();
            using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
            XdpLink link = pair.Near.Run(() => loaded.XdpProgram("count").Attach(VethPair.NearInterface, new XdpAttachOptions { Holder = holder }));
            pair.Near.Ip($"link del {VethPair.NearInterface}");
            link.Dispose();
            Assert.False(link.IsAttached);
        }
    }
}
