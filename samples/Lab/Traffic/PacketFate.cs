using System.Net;

namespace BpfSharp.Samples;

/// <summary>What ought to become of the packets of one flow.</summary>
/// <param name="Flow">Its name.</param>
/// <param name="ArrivesAt">The witness that is to see each of them; null: nobody may.</param>
/// <param name="SeenFrom">The source address that the witness is to see; null: any.</param>
public sealed record PacketFate(string Flow, string? ArrivesAt, IPAddress? SeenFrom = null)
{
    public string Expected => ArrivesAt is null ? "never arrives" : $"arrives at {ArrivesAt}" + (SeenFrom is null ? "" : $" from {SeenFrom}");

    /// <summary>What is wrong with what became of a packet; null: nothing.</summary>
    /// <param name="arrival">Null: nobody has seen it.</param>
    public string? Judge(PacketArrival? arrival)
    {
        if (arrival is null)
            return ArrivesAt is null ? null : "did not arrive";
        if (arrival.Witness != ArrivesAt)
            return $"arrived at {arrival.Witness}";
        if (arrival.Count > 1)
            return $"arrived {arrival.Count} times";
        return SeenFrom is null || arrival.Source.Address.Equals(SeenFrom) ? null : $"arrived from {arrival.Source.Address}";
    }
}
