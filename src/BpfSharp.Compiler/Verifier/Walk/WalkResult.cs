namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>What a walk found.</summary>
/// <param name="Instructions">Instructions walked: what the kernel reports as processed.</param>
/// <param name="PendingBranches">Ways that were left for later at once, at most.</param>
/// <param name="Visits">How often each slot was walked.</param>
/// <param name="Slot">Where it ended, unless it is complete.</param>
/// <param name="Reason">Why it is refused or unknown.</param>
internal sealed record WalkResult(WalkEnd End, int Instructions, int PendingBranches, int[] Visits, int Slot, string Reason);
