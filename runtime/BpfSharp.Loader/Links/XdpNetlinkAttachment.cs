using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>An XDP program that the interface itself holds, with the socket that can take it off from whichever thread and namespace.</summary>
internal sealed class XdpNetlinkAttachment : IXdpAttachment
{
    private readonly NetlinkSocket _socket;
    private readonly int _interfaceIndex;
    private readonly uint _mode;

    // Its descriptor says which program has to be there for us to touch it.
    private KernelProgram _program;

    private XdpNetlinkAttachment(NetlinkSocket socket, int interfaceIndex, KernelProgram program, uint mode)
    {
        _socket = socket;
        _interfaceIndex = interfaceIndex;
        _program = program;
        _mode = mode;
    }

    public XdpHolder Holder => XdpHolder.Netlink;

    /// <summary>The attachment, to which the socket belongs from then on, or null and the kernel's answer.</summary>
    /// <param name="replaced">A program that must be there, or null: there must be none.</param>
    public static XdpNetlinkAttachment? TryAttach(
        NetlinkSocket socket, KernelProgram program, int interfaceIndex, uint mode, FileDescriptor? replaced, out NetlinkReply reply)
    {
        try
        {
            reply = replaced is null
                ? XdpRequests.Add(socket, interfaceIndex, program.Descriptor, mode)
                : XdpRequests.Replace(socket, interfaceIndex, replaced, program.Descriptor, mode);
        }
        catch (BpfException)
        {
            TakeBack(socket, program, interfaceIndex, mode, replaced);
            throw;
        }
        return reply.Error < 0 ? null : new XdpNetlinkAttachment(socket, interfaceIndex, program, mode);
    }

    // The kernel may have done it, and only its answer was lost: the program would stay, and nobody would have it to take it off.
    private static void TakeBack(NetlinkSocket socket, KernelProgram program, int interfaceIndex, uint mode, FileDescriptor? replaced)
    {
        try
        {
            XdpRequests.Replace(socket, interfaceIndex, program.Descriptor, replaced, mode);
        }
        catch (BpfException)
        {
            // What is wrong has been said.
        }
    }

    public void Detach()
    {
        using (_socket)
        {
            NetlinkReply reply = XdpRequests.Replace(_socket, _interfaceIndex, _program.Descriptor, null, _mode);
            // EEXIST: somebody's program is in its place. EBUSY: so is somebody's link. Neither is ours to take off.
            if (reply.Error is not 0 and not -Errno.EEXIST and not -Errno.EBUSY and not -Errno.ENODEV and not -Errno.ENOENT)
                throw Clsact.Failure($"take XDP program '{_program.Name}' off its interface", reply);
        }
    }

    public void Replace(KernelProgram successor, KernelProgram? expected, string interfaceName)
    {
        NetlinkReply reply = XdpRequests.Replace(_socket, _interfaceIndex, (expected ?? _program).Descriptor, successor.Descriptor, _mode);
        if (reply.Error is -Errno.EEXIST or -Errno.EBUSY)
            throw LinkCommands.Unexpected(successor, interfaceName, -reply.Error);
        if (reply.Error < 0)
            throw Clsact.Failure($"put program '{successor.Name}' on interface '{interfaceName}'", reply);
        _program = successor;
    }
}
