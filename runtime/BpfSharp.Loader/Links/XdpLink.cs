using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>An XDP program on an interface, held by a BPF link.</summary>
public sealed class XdpLink : BpfLink
{
    private readonly FileDescriptor _descriptor;

    internal XdpLink(FileDescriptor descriptor, Netlink.NetworkInterface device, string programName, uint programId, XdpMode mode, string fallbackReason)
        : base(device.Name, device.Index, programName, programId)
    {
        _descriptor = descriptor;
        Mode = mode;
        FallbackReason = fallbackReason;
    }

    /// <summary>Where it runs: <see cref="XdpMode.Native"/> or <see cref="XdpMode.Generic"/>.</summary>
    public XdpMode Mode { get; }

    /// <summary>Why <see cref="XdpMode.Auto"/> did not become native; otherwise empty.</summary>
    public string FallbackReason { get; }

    /// <summary>Puts another program in this one's place in one step: every packet sees one of the two. The link then belongs to the other program's object.</summary>
    /// <exception cref="BpfKernelException">The kernel refused; the old program stays.</exception>
    public void Replace(LoadedXdpProgram program) => ReplaceBy(program, (successor, _) => LinkCommands.Replace(_descriptor, successor, InterfaceName));

    private protected override void Detach() => LinkCommands.Detach(_descriptor);
}
