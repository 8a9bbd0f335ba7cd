using BpfSharp.Protocols;

namespace EdgeBalancer.Flood;

/// <summary>What somebody sends as fast as he can.</summary>
/// <param name="Name">For a person.</param>
/// <param name="Source">The lowest source.</param>
/// <param name="RandomBits">Which bits of the source are random.</param>
/// <param name="IsSyn">SYNs to the web service, or datagrams to the other.</param>
/// <param name="Fate">What becomes of those that don't get through.</param>
/// <param name="Rate">How many may get through in a second.</param>
/// <param name="Burst">How many more at first.</param>
internal sealed record FloodKind(string Name, Ipv4Address Source, uint RandomBits, bool IsSyn, Tally Fate, int Rate, int Burst);
