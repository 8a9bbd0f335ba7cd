using System;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Runtime.Tests.Programs;
using BpfSharp.Simulation;
using Xunit;

namespace BpfSharp.Runtime.Tests.Simulation;

public sealed class XdpPacketTests
{
    private static readonly byte[] s_packet = [.. Enumerable.Range(1, 60).Select(static i => (byte)i)];

    [Fact]
    public void Room_in_front_and_bytes_cut_off()
    {
        using var probe = new Probe();
        XdpResult result = probe.Run(s_packet, static ctx =>
        {
            Assert.True(ctx.AdjustHead(-4));
            Assert.Equal(64, ctx.Length);
            ctx.Packet.Bytes[..4].Fill(0xee);
            Assert.Equal(1, ctx.Packet.Bytes[4]);
        });
        Assert.Equal([0xee, 0xee, 0xee, 0xee, .. s_packet], result.Packet);
        result = probe.Run(s_packet, static ctx => Assert.True(ctx.AdjustHead(20)));
        Assert.Equal(s_packet[20..], result.Packet);
    }

    [Fact]
    public void Limits_of_the_head_are_the_kernels()
    {
        using var probe = new Probe();
        // 256 bytes of headroom begin with the kernel's own struct xdp_frame; 14 bytes of packet must remain.
        probe.Run(s_packet, static ctx => Assert.True(ctx.AdjustHead(-216)));
        probe.Run(s_packet, static ctx => Assert.False(ctx.AdjustHead(-217)));
        probe.Run(s_packet, static ctx => Assert.False(ctx.AdjustHead(int.MinValue)));
        probe.Run(s_packet, static ctx => Assert.True(ctx.AdjustHead(46)));
        XdpResult unchanged = probe.Run(s_packet, static ctx => Assert.False(ctx.AdjustHead(47)));
        Assert.Equal(s_packet, unchanged.Packet);
    }

    [Fact]
    public void The_tail_grows_with_zeros_and_shrinks()
    {
        using var probe = new Probe();
        Assert.Equal([.. s_packet, 0, 0, 0], probe.Run(s_packet, static ctx => Assert.True(ctx.AdjustTail(3))).Packet);
        Assert.Equal([.. s_packet[..50], 0, 0], probe.Run(s_packet, static ctx => Assert.True(ctx.AdjustTail(-10) && ctx.AdjustTail(2))).Packet);
        probe.Run(s_packet, static ctx => Assert.True(ctx.AdjustTail(-46)));
        probe.Run(s_packet, static ctx => Assert.False(ctx.AdjustTail(-47)));
        probe.Run(s_packet, static ctx => Assert.True(ctx.AdjustTail(4096 - 320 - 256 - 60)));
        probe.Run(s_packet, static ctx => Assert.False(ctx.AdjustTail(4096 - 320 - 256 - 60 + 1)));
    }

    [Fact]
    public void Metadata_moves_with_the_head()
    {
        using var probe = new Probe();
        Assert.Equal(8, probe.Run(s_packet, static ctx => Assert.True(ctx.AdjustMetadata(-8))).Metadata.Length);
        Assert.Empty(probe.Run(s_packet, static _ => { }).Metadata);
        probe.Run(s_packet, static ctx =>
        {
            Assert.False(ctx.AdjustMetadata(4));
            Assert.False(ctx.AdjustMetadata(-3));
            Assert.False(ctx.AdjustMetadata(-256));
            Assert.True(ctx.AdjustMetadata(-8));
            Assert.True(ctx.AdjustMetadata(4));
            Assert.False(ctx.AdjustHead(-213));
            Assert.True(ctx.AdjustHead(-212));
            Assert.False(ctx.AdjustMetadata(-4));
        });
    }

    [Fact]
    public void A_stale_reference_reads_no_foreign_memory()
    {
        using var probe = new Probe();
        probe.Run(s_packet, static ctx =>
        {
            ref byte first = ref ctx.Packet.Header<byte>(0);
            Assert.True(ctx.AdjustHead(30));
            GC.Collect();
            Assert.Equal(1, first);
        });
    }

    [Fact]
    public void Bytes_are_loaded_and_stored()
    {
        using var probe = new Probe();
        XdpResult result = probe.Run(s_packet, static ctx =>
        {
            Span<byte> bytes = stackalloc byte[4];
            Assert.True(ctx.LoadBytes(56, bytes));
            Assert.Equal([57, 58, 59, 60], bytes.ToArray());
            Assert.False(ctx.LoadBytes(57, bytes));
            Assert.True(ctx.StoreBytes(0, bytes));
            Assert.False(ctx.StoreBytes(uint.MaxValue, bytes));
            Assert.True(ctx.TryLoad(56, out BigEndianUInt32 word));
            Assert.Equal(0x393a3b3cu, (uint)word);
            Assert.False(ctx.TryLoad(57, out word));
            Assert.Equal(0u, (uint)word);
            Assert.True(ctx.TryStore(8, new MacAddress(1, 2, 3, 4, 5, 6)));
            Assert.False(ctx.TryStore(55, new MacAddress(1, 2, 3, 4, 5, 6)));
        });
        Assert.Equal([57, 58, 59, 60, .. s_packet[4..8], 1, 2, 3, 4, 5, 6, .. s_packet[14..]], result.Packet);
    }

    [Fact]
    public void Context_and_redirection()
    {
        using var probe = new Probe();
        SimulatedXdpProgram program = probe.XdpProgram(static ctx => ctx.Redirect(ctx.IngressIfIndex * 10 + ctx.RxQueueIndex));
        XdpResult result = program.Run(s_packet, new XdpRunOptions { IngressIfIndex = 4, RxQueueIndex = 2 });
        Assert.Equal(XdpAction.Redirect, result.Verdict);
        Assert.Equal(new RedirectTarget(42, Ingress: false), result.Redirect);
        Assert.Equal(10u, program.Run(s_packet).Redirect!.Value.IfIndex);
    }
}
