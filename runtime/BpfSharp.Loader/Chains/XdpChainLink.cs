using System;
using BpfSharp.Loader.Netlink;

namespace BpfSharp.Loader;

/// <summary>An XDP program in an interface's chain. Disposing it takes this one out; packets see the chain with it or without it, and nothing in between.</summary>
public sealed class XdpChainLink : BpfLink
{
    private readonly Action _remove;

    internal XdpChainLink(NetworkInterface device, string programName, uint programId, ChainAdmission admission)
        : base(device.Name, device.Index, programName, programId)
    {
        Kind = admission.Kind;
        Mode = admission.Mode;
        FallbackReason = admission.FallbackReason;
        _remove = admission.Remove;
    }

    /// <summary>How the chain's programs are called.</summary>
    public XdpChainKind Kind { get; }

    /// <summary>Where the chain runs.</summary>
    public XdpMode Mode { get; }

    /// <summary>Why <see cref="XdpChainKind.Auto"/> took no dispatcher, or <see cref="XdpMode.Auto"/> not native mode; otherwise empty.</summary>
    public string FallbackReason { get; }

    private protected override void Detach() => _remove();
}
