using System.Collections.Generic;
using BpfSharp.Compiler.Verifier.States;

namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>A loop that is being walked, in one chain of calls (<c>struct bpf_scc_visit</c>).</summary>
/// <param name="callSites">The chain, up to the frame that is in the loop.</param>
/// <param name="loop">Number of the component.</param>
internal sealed class LoopVisit(int[] callSites, int loop)
{
    public int[] CallSites { get; } = callSites;

    public int Loop { get; } = loop;

    /// <summary>The state in which the loop was entered; null: it is not being walked.</summary>
    public WalkState? Entry { get; set; }

    /// <summary>States that were found equal to one inside the loop, before all of it was walked.</summary>
    public List<WalkState> Returns { get; } = new();
}
