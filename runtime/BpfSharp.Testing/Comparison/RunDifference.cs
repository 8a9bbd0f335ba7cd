using System;

namespace BpfSharp.Testing;

/// <summary>A packet for which two programs differ.</summary>
/// <param name="Index">Which packet, from 0.</param>
/// <param name="Packet">The packet before the runs.</param>
/// <param name="ExpectedVerdict">Verdict of the first program.</param>
/// <param name="ExpectedPacket">The packet after the first program.</param>
/// <param name="ActualVerdict">Verdict of the second program.</param>
/// <param name="ActualPacket">The packet after the second program.</param>
public sealed record RunDifference(int Index, byte[] Packet, Enum ExpectedVerdict, byte[] ExpectedPacket, Enum ActualVerdict, byte[] ActualPacket)
{
    /// <summary>Both results as text, for a test's message.</summary>
    public override string ToString() => string.Join(
        Environment.NewLine,
        $"packet {Index}: expected {ExpectedVerdict}, got {ActualVerdict}",
        $"before   {Convert.ToHexString(Packet)}",
        $"expected {Convert.ToHexString(ExpectedPacket)}",
        $"actual   {Convert.ToHexString(ActualPacket)}");
}
