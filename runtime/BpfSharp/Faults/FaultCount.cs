namespace BpfSharp;

/// <summary>How often a program has ended at a fault site, over all CPUs. Places of one line that fail alike are one site.</summary>
/// <param name="Site">The place.</param>
/// <param name="Count">How often.</param>
public sealed record FaultCount(FaultSite Site, ulong Count);
