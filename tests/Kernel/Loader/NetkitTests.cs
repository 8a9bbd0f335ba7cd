using System;
using System.IO;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Syscalls;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Programs on netkit pairs (Linux 6.7, CONFIG_NETKIT); tests/Matrix/tests.sh runs these on a kernel that has them.</summary>
public sealed class NetkitTests
{
    [Fact]
    public void Program_sees_what_the_peer_sends_and_decides()
    {
        using TestNamespace near = Pair(out TestNamespace far);
        using TestNamespace peer = far;
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Shot));
        using (NetkitLink link = near.Run(() => loaded.TcProgram("count").AttachToNetkit("nk0", NetkitSide.Peer)))
        {
            Assert.Equal(0, Traffic.Send(peer, near, "10.98.0.1", 4));
            Assert.InRange(loaded.Views.Global<ulong>(Handmade.Counter).Value, 4ul, 100ul);
            TcProgramOnHook there = Assert.Single(near.Run(() => BpfHooks.QueryNetkit("nk0", NetkitSide.Peer)).Programs);
            Assert.Equal(link.ProgramId, there.ProgramId);
            Assert.Empty(near.Run(() => BpfHooks.QueryNetkit("nk0", NetkitSide.Primary)).Programs);
        }
        Assert.Equal(3, Traffic.Send(peer, near, "10.98.0.1", 3));
    }

    [Fact]
    public void Programs_come_in_the_order_asked_for()
    {
        using TestNamespace near = Pair(out TestNamespace far);
        using TestNamespace peer = far;
        using var first = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Next, "first"));
        using var second = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Next, "second"));
        using NetkitLink late = near.Run(() => second.TcProgram("second").AttachToNetkit("nk0", NetkitSide.Primary));
        using NetkitLink early = near.Run(() => first.TcProgram("first").AttachToNetkit("nk0", NetkitSide.Primary, new() { Position = TcxPosition.First }));
        Assert.Equal(["first", "second"], System.Linq.Enumerable.Select(near.Run(() => BpfHooks.QueryNetkit("nk0", NetkitSide.Primary)).Programs, static p => p.Name));
    }

    private static TestNamespace Pair(out TestNamespace far)
    {
        KernelTest.Require("ip");
        var near = new TestNamespace();
        far = new TestNamespace();
        string peer = far.Name;
        try
        {
            int error = near.Run(() => Add(peer));
            if (error != 0)
                Assert.Skip($"this kernel has no netkit ({Errno.Name(-error)})");
            Raise(near, "nk0", "10.98.0.1");
            Raise(far, "nk1", "10.98.0.2");
            return near;
        }
        catch
        {
            near.Dispose();
            far.Dispose();
            throw;
        }
    }

    // Older 'ip' does not know the kind. IFLA_INFO_KIND, IFLA_INFO_DATA, IFLA_NETKIT_PEER_INFO, IFLA_NET_NS_FD (if_link.h).
    private static int Add(string farNamespace)
    {
        using SafeFileHandle far = File.OpenHandle($"/run/netns/{farNamespace}");
        uint fd = (uint)far.DangerousGetHandle();
        using var socket = new NetlinkSocket();
        return socket.Request(new NetlinkRequest(MessageType.NewLink, MessageFlags.Create | MessageFlags.Exclusive | MessageFlags.Acknowledge)
            .Fixed(default(InterfaceMessage))
            .Attribute(LinkAttribute.Name, "nk0")
            .Nest(LinkAttribute.LinkInfo, info => info
                .Attribute(LinkAttribute.InfoKind, "netkit")
                .Nest(2, data => data
                    .Nest(1, peer => peer.Fixed(default(InterfaceMessage)).Attribute(LinkAttribute.Name, "nk1").Attribute(28, fd))))).Error;
    }

    private static void Raise(TestNamespace where, string name, string address)
    {
        where.Run(() => File.WriteAllText($"/proc/sys/net/ipv6/conf/{name}/disable_ipv6", "1"));
        where.Ip($"address add {address}/24 dev {name}");
        where.Ip($"link set {name} up");
    }
}
