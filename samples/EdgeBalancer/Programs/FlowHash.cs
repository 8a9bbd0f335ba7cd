using BpfSharp.Samples.Flows;

namespace EdgeBalancer;

/// <summary>Spreads flows over slots. All balancers of a fleet spread alike: there is no secret in it.</summary>
/// <remarks>Who knows it can choose ports that all go to one backend, as with any hash that a fleet shares; what he sends is limited by source and network.</remarks>
public static class FlowHash
{
    // Odd constants with many bits, from the fractional parts of the golden ratio and of the square root of 3.
    private const ulong First = 0x9e37_79b9_7f4a_7c15;
    private const ulong Second = 0xbb67_ae85_84ca_a73b;

    public static uint Of(in PacketFacts packet)
    {
        ulong hash = Mix(First, (ulong)packet.Source.Word0 << 32 | packet.Source.Word1);
        hash = Mix(hash, (ulong)packet.Source.Word2 << 32 | packet.Source.Word3);
        hash = Mix(hash, (ulong)packet.Destination.Word2 << 32 | packet.Destination.Word3);
        hash = Mix(hash, (ulong)packet.Protocol << 32 | (uint)packet.SourcePort << 16 | packet.DestinationPort);
        return (uint)(hash >> 32);
    }

    private static ulong Mix(ulong hash, ulong word)
    {
        hash = (hash ^ word) * Second;
        return hash ^ hash >> 29;
    }
}
