using System.Collections.Generic;

namespace BpfSharp.Loader;

/// <summary>A chain of XDP programs on an interface.</summary>
/// <param name="Kind">How the programs are called.</param>
/// <param name="Mode">Where they run.</param>
/// <param name="Programs">In the order in which they run.</param>
public sealed record XdpChainState(XdpChainKind Kind, XdpMode Mode, IReadOnlyList<XdpChainMember> Programs);
