using System;
using System.Linq;
using System.Text;
using BpfSharp.Loader.Netlink;
using Xunit;

namespace BpfSharp.Loader.Tests;

public sealed class NetlinkTests
{
    [Fact]
    public void Request_is_encoded_with_lengths_padding_and_nesting()
    {
        ReadOnlySpan<byte> message = new NetlinkRequest(MessageType.NewFilter, MessageFlags.Acknowledge | MessageFlags.Create)
            .Fixed(new TrafficMessage { Index = 7, Handle = 1, Parent = 0xfffffff2, Info = 0x000a0300 })
            .Attribute(TrafficAttribute.Kind, "bpf")
            .Nest(TrafficAttribute.Options, static options => options
                .Attribute(TrafficAttribute.BpfFd, 9u)
                .Attribute(TrafficAttribute.BpfName, "count"))
            .Finish(5);
        Assert.Equal(
            "44000000" + "2c00" + "0504" + "05000000" + "00000000"
            + "00000000" + "07000000" + "01000000" + "f2ffffff" + "00030a00"
            + "0800" + "0100" + "62706600"
            + "1800" + "0280"
            + "0800" + "0600" + "09000000"
            + "0a00" + "0700" + "636f756e74000000",
            Convert.ToHexStringLower(message));
    }

    [Fact]
    public void Clsact_parents_are_the_kernels()
    {
        Assert.Equal(0xfffffff2u, Clsact.Parent(TcDirection.Ingress));
        Assert.Equal(0xfffffff3u, Clsact.Parent(TcDirection.Egress));
    }

    [Fact]
    public void Attributes_are_found_by_type_whatever_their_flags()
    {
        byte[] bytes = Convert.FromHexString("0500010041000000" + "0c000280" + "08000600" + "2a000000");
        var attributes = new NetlinkAttributes(bytes);
        Assert.Equal("A", attributes.Text(1));
        Assert.Equal(42u, attributes.Nested(2).UInt32(6));
        Assert.Equal(0u, attributes.UInt32(3));
        Assert.Equal("", attributes.Nested(9).Text(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0500")]
    [InlineData("ff00010041000000")]
    [InlineData("0300010041000000")]
    [InlineData("00000000")]
    public void Damaged_attributes_end_the_list(string hex)
    {
        int count = 0;
        foreach (NetlinkAttribute _ in new NetlinkAttributes(Convert.FromHexString(hex)))
            count++;
        Assert.Equal(0, count);
    }

    [Fact]
    public void Extended_acknowledgement_text_is_read_from_a_capped_error()
    {
        // NLMSG_ERROR, flags CAPPED | ACK_TLVS: error -34, the request's header, NLMSGERR_ATTR_MSG.
        byte[] text = Encoding.UTF8.GetBytes("Peer MTU is too large to set XDP\0");
        byte[] datagram = Message(MessageType.Error, MessageFlags.Capped | MessageFlags.HasAttributes, 3, [
            .. BitConverter.GetBytes(-34), .. BitConverter.GetBytes(400), .. new byte[12],
            .. BitConverter.GetBytes((ushort)(4 + text.Length)), 1, 0, .. text]);
        var reply = new NetlinkReply();
        Assert.True(reply.Add(datagram, 3));
        Assert.Equal((-34, "Peer MTU is too large to set XDP"), (reply.Error, reply.Text));
    }

    [Fact]
    public void Extended_acknowledgement_text_stands_behind_a_repeated_request()
    {
        byte[] datagram = Message(MessageType.Error, MessageFlags.HasAttributes, 3, [
            .. BitConverter.GetBytes(-22), .. BitConverter.GetBytes(22), .. new byte[12], .. new byte[8], 7, 0, 1, 0, (byte)'n', (byte)'o', 0, 0]);
        var reply = new NetlinkReply();
        Assert.True(reply.Add(datagram, 3));
        Assert.Equal((-22, "no"), (reply.Error, reply.Text));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(20)]
    public void Cut_errors_end_the_answer_without_a_text(int payload)
    {
        var reply = new NetlinkReply();
        Assert.True(reply.Add(Message(MessageType.Error, MessageFlags.HasAttributes, 1, Enumerable.Repeat((byte)0xff, payload).ToArray()), 1));
        Assert.Equal("", reply.Text);
    }

    [Fact]
    public void Dump_is_collected_over_datagrams_until_done_and_other_answers_are_skipped()
    {
        var reply = new NetlinkReply();
        byte[] first = [.. Message(MessageType.NewQdisc, 2, 8, [1, 2, 3, 4]), .. Message(MessageType.NewQdisc, 2, 7, [9, 9, 9, 9]), .. Message(MessageType.NewQdisc, 2, 8, [5, 6, 7, 8])];
        Assert.False(reply.Add(first, 8));
        Assert.True(reply.Add(Message(MessageType.Done, 2, 8, new byte[4]), 8));
        Assert.Equal([[1, 2, 3, 4], [5, 6, 7, 8]], reply.Messages.Select(static m => m.Payload));
        Assert.Equal(0, reply.Error);
        Assert.False(reply.IsInterrupted);
    }

    [Fact]
    public void List_that_changed_under_way_is_marked()
    {
        var reply = new NetlinkReply();
        Assert.False(reply.Add(Message(MessageType.NewQdisc, MessageFlags.DumpInterrupted | 2, 8, [1, 2, 3, 4]), 8));
        Assert.True(reply.Add(Message(MessageType.Done, 2, 8, new byte[4]), 8));
        Assert.True(reply.IsInterrupted);
    }

    [Fact]
    public void Filter_is_decoded()
    {
        // As the kernel answered: handle 1, ingress, priority 77, ETH_P_IP, cls_bpf of program 42.
        byte[] payload = Convert.FromHexString(
            "00000000" + "02000000" + "01000000" + "f2ffffff" + "08004d00"
            + "0800" + "0100" + "62706600"
            + "0800" + "0b00" + "00000000"
            + "1800" + "0280" + "0a00" + "0700" + "636f756e7400" + "0000" + "0800" + "0b00" + "2a000000");
        TrafficFilter filter = BpfFilters.Decode(payload)!;
        Assert.Equal(new TrafficFilter("bpf", 1, 77, 0x0800, 0, 42, "count"), filter);
        Assert.Null(BpfFilters.Decode(payload[..19]));
    }

    [Fact]
    public void Interface_is_decoded_with_its_xdp_programs()
    {
        byte[] payload = Convert.FromHexString(
            "0000" + "0100" + "09000000" + "43100100" + "00000000"
            + "0a00" + "0300" + "6e6561723000" + "0000"
            + "0800" + "0400" + "28230000"
            + "1000" + "1280" + "0900" + "0100" + "7665746800" + "000000"
            + "1c00" + "2b80" + "0500" + "0200" + "01000000" + "0800" + "0500" + "11000000" + "0800" + "0400" + "11000000");
        NetworkInterface? device = NetworkInterface.Decode(payload);
        Assert.NotNull(device);
        Assert.Equal((9, "near0", 9000u, "veth"), (device.Index, device.Name, device.Mtu, device.Kind));
        Assert.Equal(new XdpState(17, 0, 0), device.Xdp);
        Assert.Equal(17u, device.Xdp.Program);
    }

    private static byte[] Message(ushort type, ushort flags, uint sequence, byte[] payload) =>
    [
        .. BitConverter.GetBytes(16 + payload.Length), .. BitConverter.GetBytes(type), .. BitConverter.GetBytes(flags),
        .. BitConverter.GetBytes(sequence), 0, 0, 0, 0, .. payload, .. new byte[-payload.Length & 3],
    ];
}
