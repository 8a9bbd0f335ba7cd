namespace BpfSharp;

/// <summary>A run of the program that a map's entry has, on a packet that was redirected to the entry.</summary>
/// <param name="Program">Name of the program.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Result">What it gave: of a device map, <see cref="XdpAction.Pass"/> lets the packet leave; of a CPU map, it goes to the network stack there, or on by another redirection.</param>
public sealed record XdpEntryRun(string Program, RedirectTarget Entry, XdpResult Result);
