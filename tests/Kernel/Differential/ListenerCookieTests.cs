using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Protocols;
using BpfSharp.Simulation;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Cookies are the kernel's secret: which SYNs get one, and which ACKs are taken, is equal.</summary>
public sealed class ListenerCookieTests
{
    [Fact]
    public void Listener_knows_its_cookies()
    {
        KernelTest.Require();
        using var space = new TestNamespace();
        using var simulation = new ListenerCookieProgramsSimulation();
        using ListenerCookieProgramsObject loaded = ListenerCookieProgramsLoader.Load();
        space.Run(() =>
        {
            File.WriteAllText("/proc/sys/net/ipv4/tcp_syncookies", "2");
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen(4);
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            var here = (IPEndPoint)listener.LocalEndPoint!;
            client.Connect(here);
            using Socket server = listener.Accept();
            var there = (IPEndPoint)client.LocalEndPoint!;
            simulation.Environment.Network.Sockets.Add(new SimulatedSocket(IpProtocol.Tcp, here));
            simulation.Environment.Network.Sockets.Add(new SimulatedSocket(IpProtocol.Tcp, here, there));
            List<string> expected = Steps(simulation, here, there);
            Assert.Equal(expected, Steps(loaded, here, there));
            Assert.Contains(expected, static e => e.Contains("taken 1", System.StringComparison.Ordinal));
            Assert.Contains(expected, static e => e.Contains("taken 0", System.StringComparison.Ordinal));
        });
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }

    private static List<string> Steps(IListenerCookiePrograms programs, IPEndPoint here, IPEndPoint there)
    {
        var seen = new List<string>();
        foreach ((ushort port, ushort from, string what) in new[] { ((ushort)here.Port, (ushort)9, "listener"), ((ushort)here.Port, (ushort)there.Port, "connection"), ((ushort)(here.Port ^ 1), (ushort)9, "nobody") })
        {
            programs.Ends[0] = new Ipv4SocketTuple { Source = Ipv4Address.Loopback, SourcePort = from, Destination = Ipv4Address.Loopback, DestinationPort = port };
            // An ACK before any cookie was sent.
            seen.Add($"{what} {programs.Check.Run(Packet(TcpFlags.Ack, 1, 2)).Verdict} taken {programs.Accepted}");
            foreach (TcpFlags flags in new[] { TcpFlags.Syn, TcpFlags.Syn | TcpFlags.Ack, TcpFlags.Ack, TcpFlags.Syn | TcpFlags.Fin })
            {
                programs.Cookie = programs.SegmentSize = 0;
                seen.Add($"{what} {flags} {programs.Answer.Run(Packet(flags, 1000, 0)).Verdict} {programs.SegmentSize} {programs.Cookie != 0}");
                foreach (uint shift in new uint[] { 0, 1 << 20 })
                    foreach (TcpFlags answer in new[] { TcpFlags.Ack, TcpFlags.Ack | TcpFlags.Psh, TcpFlags.Ack | TcpFlags.Rst, TcpFlags.Syn })
                        seen.Add($"{what} {answer} {programs.Check.Run(Packet(answer, 1001, programs.Cookie + 1 + shift)).Verdict} taken {programs.Accepted}");
            }
        }

        return seen;
    }

    private static byte[] Packet(TcpFlags flags, uint sequence, uint acknowledgment)
    {
        var packet = new byte[60];
        (packet[12], packet[14], packet[23]) = (0x08, 0x45, (byte)IpProtocol.Tcp);
        IPAddress.Loopback.GetAddressBytes().CopyTo(packet, 26);
        IPAddress.Loopback.GetAddressBytes().CopyTo(packet, 30);
        ref TcpHeader tcp = ref MemoryMarshal.AsRef<TcpHeader>(packet.AsSpan(34));
        tcp.SourcePort = 9;
        tcp.DestinationPort = 80;
        tcp.SequenceNumber = sequence;
        tcp.AcknowledgmentNumber = acknowledgment;
        packet[46] = 5 << 4;
        tcp.Flags = flags;
        return packet;
    }
}
