using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Simulation;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>XDP programs that take packets in several buffers, in test runs and on a veth with a large MTU.</summary>
public sealed class FragmentTests
{
    // What a test run puts into the first buffer: a page without headroom and tailroom.
    private const int FirstBuffer = 4096 - 256 - 320;

    [Fact]
    public void Fragments_are_reached_as_simulated()
    {
        KernelTest.Require();
        using var simulation = new FragmentProgramsSimulation();
        using FragmentProgramsObject loaded = FragmentProgramsLoader.Load();
        foreach (byte[] packet in Packets())
        {
            XdpResult expected = simulation.Reach.Run(packet, new XdpRunOptions { LinearLength = Math.Min(FirstBuffer, packet.Length) });
            XdpResult actual = loaded.Reach.Run(packet);
            string what = $"{packet.Length} bytes, {string.Join(' ', MemoryMarshal.Cast<byte, long>(packet.AsSpan(Operands.Offset, 16)).ToArray())}";
            Assert.True(simulation.Answers.SequenceEqual(loaded.Answers), $"{what}: {string.Join(' ', simulation.Answers)} | {string.Join(' ', loaded.Answers)}");
            Assert.Equal(expected.Verdict, actual.Verdict);
            Assert.True(expected.Packet.AsSpan().SequenceEqual(actual.Packet), what);
        }

        Assert.Empty(loaded.ReadFaults());
    }

    [Fact]
    public void Jumbo_frames_run_natively_and_are_read_to_their_end()
    {
        KernelTest.Require("ethtool");
        using var pair = new VethPair();
        pair.Near.Ip($"link set {VethPair.NearInterface} mtu 9000");
        pair.Far.Ip($"link set {VethPair.FarInterface} mtu 9000");
        using FragmentProgramsObject loaded = FragmentProgramsLoader.Load();
        using XdpLink link = pair.Near.Run(() => loaded.Count.Attach(VethPair.NearInterface, XdpMode.Native));
        using Socket receiver = pair.Near.Run(static () => Open(VethPair.NearAddress));
        using Socket sender = pair.Far.Run(static () => Open(VethPair.FarAddress));
        byte[] payload = new byte[8000];
        payload.AsSpan().Fill(0x5a);
        for (int i = 0; i < 4; i++)
            sender.SendTo(payload, receiver.LocalEndPoint!);

        byte[] buffer = new byte[9000];
        receiver.ReceiveTimeout = 5000;
        for (int i = 0; i < 4; i++)
            Assert.Equal(payload.Length, receiver.Receive(buffer));
        Assert.True(buffer.AsSpan(0, payload.Length).SequenceEqual(payload));
        Assert.Equal((4ul, 4ul), (loaded.Large, loaded.Matches));
    }

    private static IEnumerable<byte[]> Packets()
    {
        var random = new Random(3);
        int[] numbers = [0, 1, -1, 8, 500, 3506, 3507, 3512, 3513, 3520, 4000, 7615, 7616, 8991, 8992, 8993, -13, -14, -480, -3520, -5480, -8985, -8986, -8987, -216, 65535, 65536, int.MaxValue, int.MinValue];
        foreach (int length in new[] { 200, FirstBuffer, FirstBuffer + 1, 4000, 7616, 7617, 9000 })
            foreach (int a in numbers)
            {
                byte[] packet = new byte[length];
                random.NextBytes(packet);
                MemoryMarshal.Write(packet.AsSpan(Operands.Offset), new Operands { A = a, B = numbers[random.Next(numbers.Length)] });
                yield return packet;
            }
    }

    private static Socket Open(string address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        return socket;
    }
}
