namespace BpfSharp.Loader;

/// <summary>A tc program on a netkit pair, held by a BPF link (Linux 6.7).</summary>
public sealed class NetkitLink : BpfLink
{
    private readonly TcxAttachment _attachment;

    internal NetkitLink(TcxAttachment attachment, Netlink.NetworkInterface device, NetkitSide side, string programName, uint programId)
        : base(device.Name, device.Index, programName, programId)
    {
        _attachment = attachment;
        Side = side;
    }

    /// <summary>The packets that the program sees.</summary>
    public NetkitSide Side { get; }

    /// <summary>The kernel's id of the link.</summary>
    public uint LinkId => _attachment.LinkId;

    /// <summary>Puts another program in this one's place in one step: every packet sees one of the two. The link then belongs to the other program's object.</summary>
    /// <exception cref="BpfKernelException">The kernel refused; the old program stays.</exception>
    public void Replace(LoadedTcProgram program) => ReplaceBy(program, (successor, id) => _attachment.Replace(successor, id, null, InterfaceName));

    private protected override Syscalls.FileDescriptor? LinkDescriptor => _attachment.Descriptor;

    private protected override void Detach() => _attachment.Detach();
}
