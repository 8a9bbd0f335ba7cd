using System.Collections.Generic;

namespace BpfSharp.Loader;

/// <summary>A program's place in a chain; all can be left as it is.</summary>
public sealed record XdpChainOptions
{
    /// <summary>Lower ones run first; among equals the name decides, then who came first.</summary>
    public uint Priority { get; init; } = 50;

    /// <summary>The results with which the packet goes on to the next program, and passes after the last one. Any other result is the chain's.</summary>
    public IReadOnlyList<XdpAction> ContinueOn { get; init; } = [XdpAction.Pass];

    /// <summary>Where the chain shall run, if this is its first program; otherwise Auto, or where it runs. Not <see cref="XdpMode.Offload"/>.</summary>
    public XdpMode Mode { get; init; }

    /// <summary>How the programs shall be called, if this is the first; otherwise Auto, or how they are.</summary>
    public XdpChainKind Kind { get; init; }
}
