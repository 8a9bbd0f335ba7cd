using System;
using System.Linq;
using System.Runtime.InteropServices;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Protocols;
using BpfSharp.Testing;
using EdgeBalancer;
using EdgeBalancer.Configuration;
using Xunit;
using static BpfSharp.Samples.Tests.EdgeBalancer.EdgeLab;

namespace BpfSharp.Samples.Tests.EdgeBalancer;

/// <summary>SYNs beyond the rate are answered by a number that only who has the source address can send back.</summary>
public sealed class ChallengeTests
{
    // One SYN passes, and then one a second.
    private const string Limited = $"limit syn 1 burst 1\n{Text}";

    private static readonly byte[] s_options = [2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7];

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Who_answers_is_admitted(bool kernel, bool v6)
    {
        using IDisposable owner = Open(kernel, out IEdge edge);
        Assert.Empty(new EdgeStore(edge).Load(Limited));
        byte[] syn = Syn(v6, number: 0x1234_5678);
        Assert.Equal(XdpAction.Tx, edge.Balance.Run(syn).Verdict);
        Assert.Equal(1ul, Tallied(edge, Tally.New));

        XdpResult challenge = edge.Balance.Run(syn);
        Assert.Equal(XdpAction.Tx, challenge.Verdict);
        Assert.Equal(1ul, Tallied(edge, Tally.Challenged));
        TcpHeader answer = Tcp(challenge.Packet, v6);
        Assert.Equal(TcpFlags.Syn | TcpFlags.Ack, answer.Flags);
        Assert.NotEqual(0x1234_5679u, answer.AcknowledgmentNumber);
        Assert.Equal(Hex(Answer(v6, answer.SequenceNumber, answer.AcknowledgmentNumber)), Hex(challenge.Packet));

        // A wrong number is not believed: the RST goes to the backend, as any.
        Assert.Equal(XdpAction.Tx, edge.Balance.Run(Reset(v6, answer.AcknowledgmentNumber + 77)).Verdict);
        Assert.Equal(0ul, Tallied(edge, Tally.Admitted));
        edge.Balance.Run(syn);
        Assert.Equal(2ul, Tallied(edge, Tally.Challenged));

        Assert.Equal(XdpAction.Drop, edge.Balance.Run(Reset(v6, answer.AcknowledgmentNumber)).Verdict);
        Assert.Equal(1ul, Tallied(edge, Tally.Admitted));
        XdpResult admitted = edge.Balance.Run(syn);
        Assert.Equal(XdpAction.Tx, admitted.Verdict);
        Assert.Equal(2ul, Tallied(edge, Tally.Challenged));
        Assert.Equal(Hex(syn.AsSpan(EthernetHeader.Size)), Hex(admitted.Packet.AsSpan(EthernetHeader.Size + (v6 ? Ipv6Header.Size : Ipv4Header.Size))));
    }

    [Fact]
    public void An_admission_ends()
    {
        using var edge = new EdgeSimulation();
        Assert.Empty(new EdgeStore(edge).Load(Limited));
        byte[] syn = Syn(v6: false, 7);
        edge.Balance.Run(syn);
        edge.Balance.Run(Reset(v6: false, Tcp(edge.Balance.Run(syn).Packet, v6: false).AcknowledgmentNumber));
        edge.Balance.Run(syn);
        Assert.Equal(1ul, Tallied(edge, Tally.Challenged));
        edge.Environment.Advance(TimeSpan.FromSeconds(61));
        edge.Balance.Run(syn);
        edge.Balance.Run(syn);
        Assert.Equal(2ul, Tallied(edge, Tally.Challenged));
    }

    private static IDisposable Open(bool kernel, out IEdge edge)
    {
        if (!kernel)
        {
            var simulation = new EdgeSimulation();
            edge = simulation;
            return simulation;
        }

        KernelTest.Require();
        EdgeObject loaded = EdgeLoader.Load();
        edge = loaded;
        return loaded;
    }

    private static byte[] Syn(bool v6, uint number) => Ip(Packets.Ethernet(), v6, fromClient: true)
        .Tcp(4000, 80, TcpFlags.Syn, (ref TcpHeader tcp) => tcp.SequenceNumber = number, s_options).Build();

    private static byte[] Reset(bool v6, uint number) => Ip(Packets.Ethernet(), v6, fromClient: true)
        .Tcp(4000, 80, TcpFlags.Rst, (ref TcpHeader tcp) => tcp.SequenceNumber = number).Build();

    private static byte[] Answer(bool v6, uint number, uint acknowledged) => Ip(Packets.Ethernet(Packets.DestinationMac, Packets.SourceMac), v6, fromClient: false)
        .Tcp(80, 4000, TcpFlags.Syn | TcpFlags.Ack, (ref TcpHeader tcp) => (tcp.SequenceNumber, tcp.AcknowledgmentNumber, tcp.Window) = (number, acknowledged, 0)).Build();

    private static PacketBuilder Ip(PacketBuilder packet, bool v6, bool fromClient) => (v6, fromClient) switch
    {
        (false, true) => packet.Ipv4(Client, Web),
        (false, false) => packet.Ipv4(Web, Client),
        (true, true) => packet.Ipv6(Client6, Web6),
        (true, false) => packet.Ipv6(Web6, Client6),
    };

    private static TcpHeader Tcp(ReadOnlySpan<byte> packet, bool v6) => MemoryMarshal.Read<TcpHeader>(packet[(EthernetHeader.Size + (v6 ? Ipv6Header.Size : Ipv4Header.Size))..]);

    private static ulong Tallied(IEdge edge, Tally tally) => edge.Tallies[(uint)tally].Aggregate(0ul, static (sum, c) => sum + c.Packets);
}
