using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>An XDP program held by a BPF link.</summary>
internal sealed class XdpLinkAttachment(FileDescriptor descriptor) : IXdpAttachment
{
    public FileDescriptor Descriptor => descriptor;

    public XdpHolder Holder => XdpHolder.Link;

    public void Detach() => LinkCommands.Detach(descriptor);

    public void Replace(KernelProgram successor, KernelProgram? expected, string interfaceName) =>
        LinkCommands.Replace(descriptor, successor, expected, interfaceName);

    /// <summary>The attachment, or null and a negated error number.</summary>
    public static XdpLinkAttachment? TryAttach(KernelProgram program, int interfaceIndex, uint flags, out int error)
    {
        using FileDescriptor.Hold hold = program.Descriptor.Use();
        var attribute = new LinkCreateAttribute
        {
            ProgramFd = hold.Fd,
            TargetInterface = interfaceIndex,
            AttachType = AttachType.Xdp,
            Flags = flags,
        };
        error = BpfSystemCall.Invoke(BpfCommand.LinkCreate, ref attribute);
        return error < 0 ? null : new XdpLinkAttachment(new FileDescriptor(error));
    }
}
