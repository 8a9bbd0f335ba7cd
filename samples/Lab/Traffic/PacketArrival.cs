using System.Net;

namespace BpfSharp.Samples;

/// <summary>A numbered packet as a witness saw it first.</summary>
/// <param name="Witness">Who saw it.</param>
/// <param name="Source">Who sent it, as the receiver's stack says.</param>
/// <param name="Count">How often it was seen.</param>
public sealed record PacketArrival(string Witness, IPEndPoint Source, int Count);
