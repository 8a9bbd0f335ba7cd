using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Sockets;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Kernel.Tests.Loader;
using BpfSharp.Loader;
using Xunit;

namespace BpfSharp.Kernel.Tests.Maps;

/// <summary>Packets that maps redirect arrive where the entries say, and the entries' programs see them.</summary>
public sealed class RedirectTrafficTests
{
    private const int Packets = 5;

    [Fact]
    public void Device_map_delivers_out_of_its_interface()
    {
        KernelTest.Require("ethtool");
        using var pair = new VethPair();
        using var third = new ThirdNamespace(pair);
        using RedirectProgramsObject loaded = RedirectProgramsLoader.Load();
        pair.Near.Run(() => loaded.Ports.Set(0, IndexOf(pair, ThirdNamespace.NearInterface)));
        using XdpLink link = pair.Near.Run(() => loaded.AllToPort0.Attach(VethPair.NearInterface));

        Assert.Equal(0, Traffic.Send(pair, Packets));
        IReadOnlyList<byte[]> frames = third.Receive(Packets);
        Assert.Equal(Packets, frames.Count);
        Assert.All(frames, static f => Assert.Equal(2, f[11]));
        Assert.Equal(0ul, loaded.Seen);
    }

    [Fact]
    public void Program_of_an_entry_sees_packets_before_they_leave()
    {
        KernelTest.Require("ethtool");
        using var pair = new VethPair();
        using var third = new ThirdNamespace(pair);
        using RedirectProgramsObject loaded = RedirectProgramsLoader.Load();
        pair.Near.Run(() => loaded.Ports.Set(0, IndexOf(pair, ThirdNamespace.NearInterface), loaded.Leaving));
        using XdpLink link = pair.Near.Run(() => loaded.AllToPort0.Attach(VethPair.NearInterface));

        Assert.Equal(0, Traffic.Send(pair, Packets));
        IReadOnlyList<byte[]> frames = third.Receive(Packets);
        Assert.Equal(Packets, frames.Count);
        Assert.All(frames, static f => Assert.Equal(0x77, f[11]));
        Assert.Equal(IndexOf(pair, ThirdNamespace.NearInterface), loaded.LeftBy);
        Assert.Equal((ulong)Packets, loaded.Seen);
    }

    [Fact]
    public void Program_of_an_entry_can_keep_packets_from_leaving()
    {
        KernelTest.Require("ethtool");
        using var pair = new VethPair();
        using var third = new ThirdNamespace(pair);
        using RedirectProgramsObject loaded = RedirectProgramsLoader.Load();
        pair.Near.Run(() => loaded.Ports.Set(0, IndexOf(pair, ThirdNamespace.NearInterface), loaded.Staying));
        using XdpLink link = pair.Near.Run(() => loaded.AllToPort0.Attach(VethPair.NearInterface));

        Assert.Equal(0, Traffic.Send(pair, Packets));
        Assert.Empty(third.Receive(0));
        Assert.Equal((ulong)Packets, loaded.Seen);
    }

    [Fact]
    public void Broadcast_goes_to_all_interfaces_but_the_one_it_came_by()
    {
        KernelTest.Require("ethtool");
        using var pair = new VethPair();
        using var third = new ThirdNamespace(pair);
        using RedirectProgramsObject loaded = RedirectProgramsLoader.Load();
        pair.Near.Run(() => loaded.Ports.Set(1, IndexOf(pair, ThirdNamespace.NearInterface)));
        pair.Near.Run(() => loaded.Ports.Set(3, IndexOf(pair, VethPair.NearInterface), loaded.Staying));
        using XdpLink link = pair.Near.Run(() => loaded.ToAll.Attach(VethPair.NearInterface));

        Assert.Equal(0, Traffic.Send(pair, Packets));
        Assert.Equal(Packets, third.Receive(Packets).Count);
        Assert.Equal(0ul, loaded.Seen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Cpu_map_moves_packets_to_the_cpu_and_its_program_runs_there(uint cpu)
    {
        KernelTest.Require();
        Assert.SkipUnless(Environment.ProcessorCount > cpu, $"there is no CPU {cpu}");
        using var pair = new VethPair();
        using RedirectProgramsObject loaded = RedirectProgramsLoader.Load(o => o.TargetCpu = cpu);
        loaded.Cpus.Set(cpu, 192, loaded.Arriving);
        using XdpLink link = pair.Near.Run(() => loaded.AllToCpu.Attach(VethPair.NearInterface));

        Assert.Equal(Packets, Traffic.Send(pair, Packets));
        Assert.Equal((ulong)Packets, loaded.Seen);
        Assert.Equal(cpu, loaded.ArrivedOn);
    }

    [Fact]
    public void Cpu_without_a_queue_gets_nothing()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using RedirectProgramsObject loaded = RedirectProgramsLoader.Load();
        using XdpLink link = pair.Near.Run(() => loaded.AllToCpu.Attach(VethPair.NearInterface));
        Assert.Equal(0, Traffic.Send(pair, Packets));
        Assert.Equal(0ul, loaded.Seen);
    }

    [Fact]
    public void Xsk_map_delivers_to_a_socket()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using RedirectProgramsObject loaded = RedirectProgramsLoader.Load();
        using XdpSocket socket = pair.Near.Run(() => new XdpSocket(IndexOf(pair, VethPair.NearInterface), queue: 0));
        using XdpLink link = pair.Near.Run(() => loaded.AllToQueue.Attach(VethPair.NearInterface));
        Assert.Equal(Packets, Traffic.Send(pair, Packets));
        Assert.Empty(socket.Receive(0));

        loaded.Sockets.Set(0, socket.Handle);
        Assert.Equal(0, Traffic.Send(pair, Packets));
        IReadOnlyList<byte[]> frames = socket.Receive(Packets);
        Assert.Equal(Packets, frames.Count);
        Assert.All(frames, static f => Assert.Equal((0x08, 0x00), (f[12], f[13])));

        loaded.Sockets.Remove(0);
        Assert.Equal(Packets, Traffic.Send(pair, Packets));
    }

    [Fact]
    public void Wrong_things_are_refused_by_name()
    {
        KernelTest.Require();
        using RedirectProgramsObject loaded = RedirectProgramsLoader.Load();
        Assert.Contains("XdpDeviceMapProgram", Assert.Throws<ArgumentException>(() => loaded.Ports.Set(0, 1, loaded.ToPort)).Message);
        Assert.Contains("XdpCpuMapProgram", Assert.Throws<ArgumentException>(() => loaded.Cpus.Set(0, 1, loaded.Leaving)).Message);
        Assert.Contains("by the map's Set", Assert.Throws<InvalidOperationException>(() => loaded.Leaving.Attach("lo")).Message);
        Assert.Contains("by the map's Set", Assert.Throws<InvalidOperationException>(() => loaded.Arriving.Run(new byte[64])).Message);
        Assert.Contains("no interface 987654", Assert.ThrowsAny<BpfException>(() => loaded.Ports.Set(0, 987654)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => loaded.Ports.Set(4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => loaded.Cpus.Set(0, 20000));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Assert.Contains("AF_XDP", Assert.Throws<ArgumentException>(() => loaded.Sockets.Set(0, socket.SafeHandle)).Message);
    }

    private static uint IndexOf(VethPair pair, string name) =>
        uint.Parse(pair.Near.Ip($"-o link show {name}").Split(':')[0], CultureInfo.InvariantCulture);
}
