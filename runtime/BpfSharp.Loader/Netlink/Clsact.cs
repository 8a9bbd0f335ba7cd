using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Netlink;

/// <summary>The <c>clsact</c> qdisc, which gives an interface its classic tc hooks.</summary>
internal static class Clsact
{
    public const string ClsactKind = "clsact";
    public const string IngressKind = "ingress";

    // TC_H_CLSACT (also TC_H_INGRESS) as parent, its major number as handle.
    private const uint QdiscParent = 0xfffffff1;
    private const uint QdiscHandle = 0xffff0000;
    private const uint IngressParent = 0xfffffff2;
    private const uint EgressParent = 0xfffffff3;

    /// <summary>The parent of filters in that direction.</summary>
    public static uint Parent(TcDirection direction) => direction == TcDirection.Ingress ? IngressParent : EgressParent;

    /// <summary><c>clsact</c>, <c>ingress</c> (which has no egress side) or empty.</summary>
    public static string Find(NetlinkSocket socket, int interfaceIndex)
    {
        NetlinkReply reply = socket.Request(new NetlinkRequest(MessageType.GetQdisc, MessageFlags.Dump).Fixed(new TrafficMessage { Index = interfaceIndex }));
        if (reply.Error < 0)
            throw Failure("list the qdiscs", reply);
        foreach (NetlinkMessage message in reply.Messages)
        {
            TrafficMessage header = MemoryMarshal.Read<TrafficMessage>(message.Payload);
            if (header.Index == interfaceIndex && header.Parent == QdiscParent)
                return new NetlinkAttributes(message.Payload.AsSpan(Unsafe.SizeOf<TrafficMessage>())).Text(TrafficAttribute.Kind);
        }
        return "";
    }

    /// <summary>False where there was one already.</summary>
    public static bool TryAdd(NetlinkSocket socket, int interfaceIndex)
    {
        NetlinkReply reply = socket.Request(Qdisc(MessageType.NewQdisc, MessageFlags.Create | MessageFlags.Exclusive, interfaceIndex));
        if (reply.Error == -Errno.EEXIST)
            return false;
        return reply.Error == 0 ? true : throw Failure("add the clsact qdisc", reply);
    }

    /// <summary>Removes it with all that hangs on it; an interface or qdisc that is gone is no failure.</summary>
    public static void Remove(NetlinkSocket socket, int interfaceIndex)
    {
        NetlinkReply reply = socket.Request(Qdisc(MessageType.DeleteQdisc, 0, interfaceIndex));
        if (reply.Error is not 0 and not -Errno.ENOENT and not -Errno.ENODEV and not -Errno.EINVAL)
            throw Failure("remove the clsact qdisc", reply);
    }

    /// <summary>The exception for a refused traffic-control request, with the kernel's own text.</summary>
    public static BpfKernelException Failure(string action, NetlinkReply reply) => reply.Text.Length > 0
        ? KernelErrors.CreateWithReason(action, reply.Error, $"the kernel says \"{reply.Text}\"", Capabilities.NetAdmin)
        : KernelErrors.Create(action, reply.Error, Capabilities.NetAdmin);

    private static NetlinkRequest Qdisc(ushort type, int flags, int interfaceIndex) =>
        new NetlinkRequest(type, (ushort)(flags | MessageFlags.Acknowledge))
            .Fixed(new TrafficMessage { Index = interfaceIndex, Parent = QdiscParent, Handle = QdiscHandle })
            .Attribute(TrafficAttribute.Kind, ClsactKind);
}
