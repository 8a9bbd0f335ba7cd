using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Filters on classful qdiscs and on shared blocks.</summary>
public sealed class QdiscFilterTests
{
    private static readonly TcHandle s_root = TcHandle.Parse("1:");

    [Fact]
    public void Plain_classifier_puts_packets_into_classes()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        AddClasses(pair);
        using ClassifierProgramsObject loaded = ClassifierProgramsLoader.Load();
        using (TcFilterLink link = pair.Near.Run(() => loaded.ByLength.AttachToQdisc(VethPair.NearInterface, s_root, new() { Class = TcHandle.Parse("1:10") })))
        {
            // Ethernet, IP and UDP headers are 42 bytes.
            SendBack(pair, 10, times: 1);
            SendBack(pair, 30, times: 2);
            SendBack(pair, 200, times: 4);
            Assert.Equal((2, 4, 1), (Packets(pair, "1:10"), Packets(pair, "1:20"), Packets(pair, "1:30")));
            Assert.Equal(7u, loaded.Runs);

            TcProgramOnHook filter = Assert.Single(pair.Near.Run(() => BpfHooks.QueryQdisc(VethPair.NearInterface, s_root)));
            Assert.Equal((link.ProgramId, link.Priority, link.Handle, "ByLength"), (filter.ProgramId, filter.Priority, filter.Handle, filter.Name));
            Assert.DoesNotContain("direct-action", pair.Near.Tc($"filter show dev {VethPair.NearInterface}"), StringComparison.Ordinal);
        }
        Assert.Empty(pair.Near.Run(() => BpfHooks.QueryQdisc(VethPair.NearInterface, s_root)));
        Assert.Contains("qdisc htb 1: root", pair.Near.Tc($"qdisc show dev {VethPair.NearInterface}"), StringComparison.Ordinal);
        SendBack(pair, 200, times: 1);
        Assert.Equal(2, Packets(pair, "1:30"));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(300)]
    public void Class_is_the_same_by_dotnet_and_by_the_kernel(int length)
    {
        KernelTest.Require();
        using var simulation = new ClassifierProgramsSimulation();
        using ClassifierProgramsObject loaded = ClassifierProgramsLoader.Load();
        byte[] packet = new byte[length];
        TcAction verdict = simulation.ByLength.Run(packet).Verdict;
        Assert.Equal(verdict, loaded.ByLength.Run(packet).Verdict);
        Assert.Equal(length >= 100 ? 0x10020 : length >= 60 ? -1 : 0, (int)verdict);
    }

    [Fact]
    public void Filter_is_replaced_in_place_and_changes_its_object()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        AddClasses(pair);
        using var first = new LoadedTestObject(Handmade.CountingObject("tc", 0x10010));
        using var second = new LoadedTestObject(Handmade.CountingObject("tc", 0x10020, "successor"));
        using TcFilterLink link = pair.Near.Run(() => first.TcProgram("count").AttachToQdisc(VethPair.NearInterface, s_root, new() { Priority = 3, Handle = 9 }));
        SendBack(pair, 10, times: 1);
        link.Replace(second.TcProgram("successor"));
        first.Dispose();
        SendBack(pair, 10, times: 2);
        Assert.Equal((1, 2), (Packets(pair, "1:10"), Packets(pair, "1:20")));
        TcProgramOnHook filter = Assert.Single(pair.Near.Run(() => BpfHooks.QueryQdisc(VethPair.NearInterface, s_root)));
        Assert.Equal(((ushort)3, 9u), (filter.Priority, filter.Handle));
    }

    [Fact]
    public void Qdisc_that_is_not_there_is_refused_with_the_kernels_words()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", 0));
        BpfKernelException e = Assert.ThrowsAny<BpfKernelException>(
            () => pair.Near.Run(() => loaded.TcProgram("count").AttachToQdisc(VethPair.NearInterface, TcHandle.Parse("7:"))));
        Assert.Contains("qdisc or class 7: of interface 'near0'", e.Message, StringComparison.Ordinal);
        Assert.Contains("the kernel says", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Block_serves_every_qdisc_that_shares_it()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var third = new ThirdNamespace(pair);
        pair.Near.Tc($"qdisc add dev {VethPair.NearInterface} ingress_block 22 clsact");
        pair.Near.Tc($"qdisc add dev {ThirdNamespace.NearInterface} ingress_block 22 clsact");
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Shot));
        using (TcFilterLink link = pair.Near.Run(() => loaded.TcProgram("count").AttachToBlock(22, new() { DirectAction = true, Priority = 5 })))
        {
            Assert.Equal("filter block 22", link.InterfaceName);
            Assert.Equal(0, Traffic.Send(pair, 2));
            Assert.Equal(2ul, loaded.Views.Global<ulong>(Handmade.Counter).Value);
            Assert.Contains("pref 5", pair.Near.Tc("filter show block 22"), StringComparison.Ordinal);
            Assert.Equal("count", Assert.Single(pair.Near.Run(() => BpfHooks.QueryBlock(22))).Name);
        }
        Assert.Empty(pair.Near.Run(() => BpfHooks.QueryBlock(22)));
        Assert.Equal(2, Traffic.Send(pair, 2));
        Assert.Contains("clsact", pair.Near.Tc($"qdisc show dev {VethPair.NearInterface}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1:10", 0x10010u, "1:10")]
    [InlineData("ffff:", 0xffff0000u, "ffff:")]
    [InlineData(":2", 2u, "0:2")]
    public void Handles_are_written_as_tc_does(string text, uint value, string written)
    {
        TcHandle handle = TcHandle.Parse(text);
        Assert.Equal((value, written), (handle.Value, handle.ToString()));
        Assert.Throws<FormatException>(static () => TcHandle.Parse("110"));
        Assert.Throws<FormatException>(static () => TcHandle.Parse("1:x"));
    }

    private static void AddClasses(VethPair pair)
    {
        pair.Near.Tc($"qdisc add dev {VethPair.NearInterface} root handle 1: htb default 30");
        foreach (string minor in new[] { "10", "20", "30" })
            pair.Near.Tc($"class add dev {VethPair.NearInterface} parent 1: classid 1:{minor} htb rate 100mbit");
    }

    private static void SendBack(VethPair pair, int payload, int times)
    {
        using Socket sender = pair.Near.Run(static () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        for (int i = 0; i < times; i++)
            sender.SendTo(new byte[payload], new IPEndPoint(IPAddress.Parse(VethPair.FarAddress), 9));
    }

    private static int Packets(VethPair pair, string classId)
    {
        string shown = pair.Near.Tc($"-s class show dev {VethPair.NearInterface} classid {classId}");
        return int.Parse(Regex.Match(shown, @"Sent \d+ bytes (\d+) pkt").Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
