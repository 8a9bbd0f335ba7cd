using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using BpfSharp.Loader.Netlink;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Elf;

namespace BpfSharp.Fuzz.Parsers;

/// <summary>Right inputs that mutants are made of.</summary>
internal static class SeedInputs
{
    public const uint Sequence = 7;

    private const ushort MultiPart = 0x2;

    // As kernels 5.10, 6.1 and 6.18 write them.
    public static IReadOnlyList<byte[]> Logs { get; } = [.. new[]
    {
        """
        func#0 @0
        0: R1=ctx(off=0,imm=0) R10=fp0
        ; ref byte first = ref ctx.Packet.Header<byte>(0); @ Program.cs:12
        0: (61) r2 = *(u32 *)(r1 +0)          ; R1=ctx() R2_w=pkt(r=0)
        1: (71) r0 = *(u8 *)(r2 +0)
        invalid access to packet, off=0 size=1, R2(id=0,off=0,r=0)
        R2 offset is outside of the packet
        processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0

        """,
        """
        0: R1=ctx(id=0,off=0,imm=0) R10=fp0
        0: (b7) r0 = 0
        1: R0_w=inv0 R1=ctx(id=0,off=0,imm=0) R10=fp0
        1: (85) call bpf_map_lookup_elem#1
        R1 type=ctx expected=map_ptr
        processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0

        """,
        """
        last_idx 5 first_idx 0
        regs=4 stack=0 before 4: (b7) r2 = 0
        mark_precise: frame0: last_idx 5 first_idx 0 subseq_idx -1
        from 3 to 7: R0=scalar() R1=ctx() R10=fp0
        7: safe
        BPF program is too large. Processed 1000001 insn
        processed 1000001 insns (limit 1000000) max_states_per_insn 4 total_states 13241 peak_states 9999 mark_read 5

        """,
        "jump out of range from insn 4 to 99\nprocessed 0 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0\n",
        "unreachable insn 12\n",
        "",
    }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Fixed parts and attributes of interfaces and filters.</summary>
    public static IReadOnlyList<byte[]> Payloads { get; } =
    [
        Payload(new NetlinkRequest(MessageType.GetLink, 0).Fixed(new InterfaceMessage { Index = 4 })
            .Attribute(LinkAttribute.Name, "veth0").Attribute(LinkAttribute.Mtu, 1500)
            .Nest(LinkAttribute.LinkInfo, static n => n.Attribute(LinkAttribute.InfoKind, "veth"))
            .Nest(LinkAttribute.Xdp, static n => n.Attribute(LinkAttribute.XdpAttached, [1]).Attribute(LinkAttribute.XdpProgramId, 77).Attribute(LinkAttribute.XdpNativeProgramId, 77))),
        Payload(new NetlinkRequest(MessageType.NewFilter, 0).Fixed(new TrafficMessage { Index = 4, Handle = 1, Info = 0x0001_0300 })
            .Attribute(TrafficAttribute.Kind, "bpf").Attribute(11, 0)
            .Nest(TrafficAttribute.Options, static n => n.Attribute(7, "program:[12]").Attribute(11, 12).Attribute(8, 1))),
        [],
    ];

    /// <summary>Whole answers: lists, acknowledgements, errors with the kernel's text.</summary>
    public static IReadOnlyList<byte[]> Datagrams { get; } =
    [
        [.. Message(MessageType.NewFilter, MultiPart, Payloads[0]), .. Message(MessageType.NewFilter, MultiPart, Payloads[1]), .. Message(MessageType.Done, MultiPart, [0, 0, 0, 0])],
        Message(MessageType.Error, MessageFlags.Capped | MessageFlags.HasAttributes, [0xea, 0xff, 0xff, 0xff, .. new byte[16], .. Text("Exclusivity flag on, cannot modify")]),
        Message(MessageType.Error, MessageFlags.HasAttributes, [0xf0, 0xff, 0xff, 0xff, 20, 0, 0, 0, .. new byte[16], .. Text("Invalid handle")]),
        Message(MessageType.Error, 0, [0, 0, 0, 0, .. new byte[16]]),
    ];

    public static IReadOnlyList<byte[]> BtfOf(IReadOnlyList<byte[]> objects) =>
        [.. objects.Select(static o => BtfWriter.Write(ObjectBtf.Compose(BpfObjectReader.Read(o)).Types))];

    private static byte[] Payload(NetlinkRequest request) => request.Finish(Sequence)[NetlinkRequest.HeaderSize..].ToArray();

    // The first attribute of an extended acknowledgement: NLMSGERR_ATTR_MSG.
    private static byte[] Text(string text) => new NetlinkRequest(0, 0).Attribute(1, text).Finish(0)[NetlinkRequest.HeaderSize..].ToArray();

    private static byte[] Message(ushort type, ushort flags, byte[] payload)
    {
        var message = new byte[(NetlinkRequest.HeaderSize + payload.Length + 3) & ~3];
        BinaryPrimitives.WriteInt32LittleEndian(message, NetlinkRequest.HeaderSize + payload.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(6), flags);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(8), Sequence);
        payload.CopyTo(message, NetlinkRequest.HeaderSize);
        return message;
    }
}
