using System;
using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>Attaches XDP programs by BPF links.</summary>
internal static class XdpAttaching
{
    public static XdpLink Attach(KernelProgram program, Func<NetlinkSocket, NetworkInterface> find, XdpMode mode)
    {
        using var socket = new NetlinkSocket();
        NetworkInterface device = find(socket);
        uint programId = program.ReadInfo().Id;
        string fallbackReason = "";
        if (mode is XdpMode.Auto or XdpMode.Native)
        {
            int native = TryAttach(program, device.Index, XdpFlags.Native);
            if (native >= 0)
                return new XdpLink(new FileDescriptor(native), device, program.Name, programId, XdpMode.Native, "");
            if (mode == XdpMode.Native || IsFinal(native))
                throw XdpRefusal.Explain(socket, device, program, XdpMode.Native, native);
            fallbackReason = XdpRefusal.NativeReason(device, native);
        }
        int generic = TryAttach(program, device.Index, XdpFlags.Generic);
        return generic >= 0
            ? new XdpLink(new FileDescriptor(generic), device, program.Name, programId, XdpMode.Generic, fallbackReason)
            : throw XdpRefusal.Explain(socket, device, program, XdpMode.Generic, generic);
    }

    private static int TryAttach(KernelProgram program, int interfaceIndex, uint flags)
    {
        using FileDescriptor.Hold hold = program.Descriptor.Use();
        var attribute = new LinkCreateAttribute
        {
            ProgramFd = hold.Fd,
            TargetInterface = interfaceIndex,
            AttachType = AttachType.Xdp,
            Flags = flags,
        };
        return BpfSystemCall.Invoke(BpfCommand.LinkCreate, ref attribute);
    }

    // What generic mode would be refused for as well. EEXIST: the other mode is taken; both can't be active at once.
    private static bool IsFinal(int error) => error is -Errno.EPERM or -Errno.EACCES or -Errno.EBUSY or -Errno.EEXIST or -Errno.ENODEV or -Errno.EMFILE;
}
