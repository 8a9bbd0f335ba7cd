using System.Collections.Generic;
using System.Linq;

namespace TcModes.Traffic;

/// <summary>What ought to become of the probes of one flow.</summary>
/// <param name="Flow">Its name.</param>
/// <param name="Port">Where they go.</param>
/// <param name="GateStamps">The gate's stamps that may be on one that arrives; 0: not stamped. Empty: none may arrive.</param>
internal sealed record ProbeFate(string Flow, ushort Port, IReadOnlyList<byte> GateStamps)
{
    public bool Arrives => GateStamps.Count > 0;

    public string Expected => !Arrives ? "never arrives" : GateStamps.SequenceEqual([(byte)0])
        ? "arrives, only the foreign filter's stamp on it"
        : $"arrives, stamped by version {string.Join(" or ", GateStamps)} and by the foreign filter";

    /// <summary>What is wrong with what became of a probe; null: nothing.</summary>
    /// <param name="arrival">Null: it did not arrive.</param>
    public string? Judge(ProbeArrival? arrival)
    {
        if (arrival is not { } seen)
            return Arrives ? "did not arrive" : null;
        if (!Arrives)
            return $"arrived (gate's stamp {seen.GateStamp})";
        if (!GateStamps.Contains(seen.GateStamp))
            return $"arrived with the gate's stamp {seen.GateStamp}";
        return seen.ForeignStamp == 1 ? null : "arrived without the foreign filter's stamp";
    }
}
