namespace BpfSharp;

/// <summary>How often a program has ended at a fault site, over all CPUs.</summary>
/// <param name="Site">The place.</param>
/// <param name="Count">How often.</param>
public sealed record FaultCount(FaultSite Site, ulong Count);
