using System;

namespace BpfSharp.Loader;

/// <summary>A chain has taken a program.</summary>
/// <param name="ProgramId">Of the program as it is in the chain: it is another one in the kernel than the program by itself.</param>
/// <param name="FallbackReason">Why it is not the better kind or mode; otherwise empty.</param>
/// <param name="Remove">Takes it out again.</param>
internal sealed record ChainAdmission(XdpChainKind Kind, XdpMode Mode, uint ProgramId, string FallbackReason, Action Remove);
