using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Netlink;

/// <summary>Sets an interface's XDP program by netlink (IFLA_XDP), without a link: it stays after the process has ended.</summary>
internal static class XdpRequests
{
    private const int None = -1;

    /// <summary>Attaches a program where there is none.</summary>
    public static NetlinkReply Add(NetlinkSocket socket, int interfaceIndex, FileDescriptor program, uint mode)
    {
        using FileDescriptor.Hold hold = program.Use();
        return socket.Request(Request(interfaceIndex, hold.Fd, XdpFlags.UpdateIfNoExist | mode, null));
    }

    /// <summary>Puts a program in another one's place in one step, if that one is still there.</summary>
    /// <param name="successor">Null: nothing takes its place.</param>
    public static NetlinkReply Replace(NetlinkSocket socket, int interfaceIndex, FileDescriptor expected, FileDescriptor? successor, uint mode)
    {
        using FileDescriptor.Hold hold = expected.Use();
        using DescriptorScope scope = new(successor);
        return socket.Request(Request(interfaceIndex, successor is null ? None : scope.Fd, XdpFlags.Replace | mode, hold.Fd));
    }

    private static NetlinkRequest Request(int interfaceIndex, int fd, uint flags, int? expected) =>
        new NetlinkRequest(MessageType.SetLink, MessageFlags.Acknowledge)
            .Fixed(new InterfaceMessage { Index = interfaceIndex })
            .Nest(LinkAttribute.Xdp, xdp =>
            {
                xdp.Attribute(LinkAttribute.XdpFd, unchecked((uint)fd)).Attribute(LinkAttribute.XdpFlags, flags);
                if (expected is { } there)
                    xdp.Attribute(LinkAttribute.XdpExpectedFd, unchecked((uint)there));
            });
}
