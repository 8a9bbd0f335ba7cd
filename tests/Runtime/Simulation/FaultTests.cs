using System;
using System.Linq;
using System.Runtime.CompilerServices;
using BpfSharp.Protocols;
using BpfSharp.Runtime.Tests.Programs;
using BpfSharp.Testing;
using Xunit;

namespace BpfSharp.Runtime.Tests.Simulation;

public sealed class FaultTests
{
    private static int s_zero = int.Parse("0", System.Globalization.CultureInfo.InvariantCulture);
    private static int s_minusOne = -1;
    private static int s_least = int.MinValue;

    public static TheoryData<FaultKind, Func<XdpContext, XdpAction>> Faults => new()
    {
        { FaultKind.PacketOutOfRange, static ctx => (XdpAction)ctx.Packet.Header<Ipv4Header>(14 + 1).Version },
        { FaultKind.PacketOutOfRange, static ctx => (XdpAction)ctx.Packet.Header<byte>(-1) },
        { FaultKind.PacketOutOfRange, static ctx => (XdpAction)ctx.Packet.Header<byte>(int.MaxValue) },
        { FaultKind.NullReference, static ctx => ctx.Packet.TryHeader(100, out Ref<byte> absent) ? XdpAction.Pass : (XdpAction)absent.Value },
        { FaultKind.IndexOutOfRange, static ctx => (XdpAction)ctx.Packet.Bytes[ctx.Length] },
        { FaultKind.IndexOutOfRange, static ctx => (XdpAction)ctx.Packet.Bytes.Slice(40).Length },
        { FaultKind.DivideByZero, static ctx => (XdpAction)(1 / s_zero) },
        { FaultKind.DivideByZero, static ctx => (XdpAction)(1 % s_zero) },
        { FaultKind.Overflow, static ctx => (XdpAction)(s_least / s_minusOne) },
        { FaultKind.Overflow, static ctx => (XdpAction)checked((byte)s_minusOne) },
        { FaultKind.Thrown, static ctx => throw new NotSupportedException() },
        { FaultKind.Thrown, static ctx => throw new ArgumentOutOfRangeException(nameof(ctx)) },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Faults))]
    public void The_run_ends_with_the_fault_verdict(FaultKind kind, Func<XdpContext, XdpAction> program)
    {
        using var probe = new Probe();
        for (int i = 0; i < 2; i++)
        {
            XdpResult result = probe.XdpProgram(program).Run(new byte[34]);
            Assert.Equal(XdpAction.Aborted, result.Verdict);
            Assert.Equal(kind, result.Fault!.Kind);
            Assert.NotNull(result.Exception);
        }

        FaultCount count = Assert.Single(probe.ReadFaults());
        Assert.Equal((kind, 2ul), (count.Site.Kind, count.Count));
        Assert.EndsWith("FaultTests.cs", count.Site.File);
        Assert.True(count.Site.Line > 0);
    }

    [Fact]
    public void The_line_is_the_innermost_of_the_user()
    {
        using var probe = new Probe();
        XdpResult result = probe.XdpProgram(static ctx => Parse(ctx)).Run(new byte[14]);
        Assert.Equal(s_parseLine, result.Fault!.Line);
        Assert.Equal($"Probe: PacketOutOfRange at {result.Fault.File}:{s_parseLine}", result.Fault.ToString());
    }

    [Fact]
    public void What_was_done_before_the_fault_stays_done()
    {
        using var probe = new Probe();
        XdpResult result = probe.XdpProgram(static ctx =>
        {
            ctx.Packet.Bytes[0] = 9;
            return (XdpAction)ctx.Packet.Bytes[99];
        }).Run(new byte[14]);
        Assert.Equal(9, result.Packet[0]);
    }

    [Fact]
    public void Tc_programs_fault_alike()
    {
        using var probe = new Probe();
        TcResult result = probe.TcProgram(static ctx => (TcAction)ctx.Packet.Header<Ipv6Header>(14).Version).Run(Packets.Udp());
        Assert.Equal((TcAction.Shot, FaultKind.PacketOutOfRange), (result.Verdict, result.Fault!.Kind));
    }

    [Fact]
    public void A_header_ends_with_the_packet_at_the_latest()
    {
        using var probe = new Probe();
        foreach (int length in Enumerable.Range(14, 30))
        {
            probe.Run(new byte[length], ctx =>
            {
                Assert.Equal(length >= 34, ctx.Packet.TryHeader(14, out Ref<Ipv4Header> ip));
                Assert.Equal(length < 34, ip.IsAbsent);
            });
        }
    }

    [Fact]
    public void Offsets_beyond_what_the_verifier_follows_are_out_of_range()
    {
        using var probe = new Probe();
        probe.Run(new byte[70000], static ctx =>
        {
            Assert.True(ctx.Packet.TryHeader(0xfffe, out Ref<byte> _));
            Assert.False(ctx.Packet.TryHeader(0xffff, out Ref<byte> _));
            Assert.True(ctx.Packet.TryHeader(0xffff - 8, out Ref<ulong> _));
            Assert.False(ctx.Packet.TryHeader(0xffff - 7, out Ref<ulong> _));
            Assert.False(ctx.Packet.TryHeader(-1, out Ref<byte> _));
            Assert.Equal(70000, ctx.Packet.Bytes.Length);
        });
    }

    private static readonly int s_parseLine = Here() + 4;

    // The line of the access is counted from above.
    private static XdpAction Parse(XdpContext ctx) =>
        (XdpAction)ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size).Version;

    private static int Here([CallerLineNumber] int line = 0) => line;
}
