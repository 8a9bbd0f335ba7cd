namespace TcModes;

/// <summary>The numbered UDP packets of this sample, as programs and sockets see them: 4 bytes of id, a stamp of the gate, a stamp of the foreign filter, 2 bytes of nothing.</summary>
public static class ProbePacket
{
    public const int Size = 8;

    /// <summary>Where the two stamps are in the payload, in bytes.</summary>
    public const int StampOffset = 4;

    /// <summary>Packets to this UDP port go through, stamped.</summary>
    public const ushort OpenPort = 7001;

    /// <summary>Packets to this UDP port are dropped.</summary>
    public const ushort ClosedPort = 7002;
}
