using System.Collections.Generic;

namespace BpfSharp.Loader;

/// <summary>A program of a chain.</summary>
/// <param name="Priority">Lower ones run first.</param>
/// <param name="ContinueOn">The results with which the packet goes on.</param>
/// <param name="ProgramId">The kernel's id, which <c>xdp-loader unload --id</c> takes.</param>
/// <param name="Name">Its name in the kernel (at most 15 characters).</param>
/// <param name="HasFragments">Whether it takes packets with fragments; the chain does where all of them do.</param>
public sealed record XdpChainMember(uint Priority, IReadOnlyList<XdpAction> ContinueOn, uint ProgramId, string Name, bool HasFragments);
