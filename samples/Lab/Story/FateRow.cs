namespace BpfSharp.Samples;

/// <summary>What became of the packets of one flow.</summary>
/// <param name="Flow">Phase, way and meaning, for a person.</param>
/// <param name="Expected">What ought to become of each.</param>
/// <param name="Packets">How many were sent.</param>
/// <param name="AsExpected">How many met that fate.</param>
/// <param name="FirstOtherwise">What the first one met that did not; null: none.</param>
public sealed record FateRow(string Flow, string Expected, int Packets, int AsExpected, string? FirstOtherwise)
{
    public int Otherwise => Packets - AsExpected;
}
