using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>An XDP program on an interface, held by a BPF link or by the interface itself.</summary>
public sealed class XdpLink : BpfLink
{
    private readonly IXdpAttachment _attachment;

    internal XdpLink(IXdpAttachment attachment, Netlink.NetworkInterface device, string programName, uint programId, XdpMode mode, string fallbackReason)
        : base(device.Name, device.Index, programName, programId)
    {
        _attachment = attachment;
        Mode = mode;
        FallbackReason = fallbackReason;
    }

    /// <summary>What holds it: a link, or the interface.</summary>
    public XdpHolder Holder => _attachment.Holder;

    /// <summary>Where it runs: <see cref="XdpMode.Native"/>, <see cref="XdpMode.Generic"/> or <see cref="XdpMode.Offload"/>.</summary>
    public XdpMode Mode { get; }

    /// <summary>Why <see cref="XdpMode.Auto"/> did not become native; otherwise empty.</summary>
    public string FallbackReason { get; }

    /// <summary>Puts another program in this one's place in one step: every packet sees one of the two. The link then belongs to the other program's object.</summary>
    /// <exception cref="BpfKernelException">The kernel refused; the old program stays.</exception>
    public void Replace(LoadedXdpProgram program) => ReplaceBy(program, (successor, _) => _attachment.Replace(successor, null, InterfaceName));

    /// <summary>As <see cref="Replace(LoadedXdpProgram)"/>, but only if that program is still the one in the link.</summary>
    /// <param name="program">The program to put in.</param>
    /// <param name="expected">The program that has to be there; the kernel compares it in the same step (BPF_F_REPLACE, XDP_FLAGS_REPLACE).</param>
    /// <exception cref="BpfKernelException">Another program is there, or the kernel refused; what is there stays.</exception>
    public void Replace(LoadedXdpProgram program, LoadedXdpProgram expected)
    {
        System.ArgumentNullException.ThrowIfNull(expected);
        ReplaceBy(program, (successor, _) => _attachment.Replace(successor, expected.Program, InterfaceName));
    }

    private protected override Syscalls.FileDescriptor? LinkDescriptor => (_attachment as XdpLinkAttachment)?.Descriptor;

    private protected override void Detach() => _attachment.Detach();
}
