using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Netlink;

/// <summary>What rtnetlink tells of an interface.</summary>
/// <param name="Kind">Driver kind such as <c>veth</c>; empty for hardware.</param>
internal sealed record NetworkInterface(int Index, string Name, uint Mtu, string Kind, XdpState Xdp)
{
    private const int LongestName = 15;

    /// <exception cref="InterfaceNotFoundException">The socket's namespace has none of that name.</exception>
    public static NetworkInterface ByName(NetlinkSocket socket, string name)
    {
        ushort attribute = name.Length > LongestName ? LinkAttribute.AlternativeName : LinkAttribute.Name;
        NetworkInterface? found = name.Length == 0 ? null : Read(socket, new InterfaceMessage(), attribute, name, name);
        found ??= name.Length is 0 or > LongestName ? null : Read(socket, new InterfaceMessage(), LinkAttribute.AlternativeName, name, name);
        return found ?? throw NotFound($"named '{name}'", name);
    }

    /// <exception cref="InterfaceNotFoundException">The socket's namespace has none of that index.</exception>
    public static NetworkInterface ByIndex(NetlinkSocket socket, int index)
    {
        string text = index.ToString(CultureInfo.InvariantCulture);
        NetworkInterface? found = index <= 0 ? null : Read(socket, new InterfaceMessage { Index = index }, 0, "", text);
        return found ?? throw NotFound($"with index {text}", text);
    }

    private static NetworkInterface? Read(NetlinkSocket socket, InterfaceMessage header, ushort nameAttribute, string name, string what)
    {
        NetlinkRequest request = new NetlinkRequest(MessageType.GetLink, MessageFlags.Acknowledge).Fixed(header);
        if (nameAttribute != 0)
            request.Attribute(nameAttribute, name);
        NetlinkReply reply = socket.Request(request);
        if (reply.Error is -Errno.ENODEV or -Errno.EINVAL or -Errno.ERANGE || (reply.Error == 0 && reply.Messages.Count == 0))
            return null;
        if (reply.Error < 0)
            throw KernelErrors.Create($"look up interface '{what}'", reply.Error, Capabilities.NetAdmin);
        return Decode(reply.Messages[0].Payload);
    }

    /// <returns>Null where the message is too short to be one.</returns>
    internal static NetworkInterface? Decode(byte[] payload)
    {
        if (payload.Length < Unsafe.SizeOf<InterfaceMessage>())
            return null;
        InterfaceMessage header = MemoryMarshal.Read<InterfaceMessage>(payload);
        var attributes = new NetlinkAttributes(payload.AsSpan(Unsafe.SizeOf<InterfaceMessage>()));
        return new NetworkInterface(
            header.Index,
            attributes.Text(LinkAttribute.Name),
            attributes.UInt32(LinkAttribute.Mtu),
            attributes.Nested(LinkAttribute.LinkInfo).Text(LinkAttribute.InfoKind),
            XdpState.Decode(attributes.Nested(LinkAttribute.Xdp)));
    }

    private static InterfaceNotFoundException NotFound(string which, string name) => new(
        $"There is no network interface {which} in this thread's network namespace (see 'ip link'); an interface in another namespace "
        + "is reached from a thread that has entered it.", name);
}
