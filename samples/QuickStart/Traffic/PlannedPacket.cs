using BpfSharp.Protocols;

namespace QuickStart.Traffic;

public enum Direction
{
    /// <summary>Client to server: through the XDP program.</summary>
    Ingress,

    /// <summary>Server to client: through the tc program.</summary>
    Egress,
}

/// <summary>A UDP packet and what ought to become of it.</summary>
/// <param name="Id">Unique in the run; the payload's first four bytes.</param>
/// <param name="Arrives">True where the receiving socket must see it, false where it must not.</param>
public sealed record PlannedPacket(uint Id, Direction Direction, Ipv4Address Source, Ipv4Address Destination, ushort Port, bool Arrives);
