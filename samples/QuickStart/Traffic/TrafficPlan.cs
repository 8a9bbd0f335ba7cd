using System.Collections.Generic;
using BpfSharp.Protocols;

namespace QuickStart.Traffic;

/// <summary>The packets of a run: before a rule changes, while it changes, and after.</summary>
public sealed class TrafficPlan
{
    public const ushort ServerPort = 7000;
    public const ushort OpenPort = 7001;
    public const ushort ClosedPort = 7002;

    public static readonly Ipv4Address Server = Ipv4Address.Parse("10.77.0.1");
    public static readonly Ipv4Address Client = Ipv4Address.Parse("10.77.0.2");
    public static readonly Ipv4Address Suspect = Ipv4Address.Parse("10.77.1.10");
    public static readonly Ipv4Address Offender = Ipv4Address.Parse("10.77.2.10");
    public static readonly Ipv4Address Friend = Ipv4Address.Parse("10.77.3.10");

    private uint _nextId = 1;

    public TrafficPlan()
    {
        Before = Phase(suspectArrives: false, offenderArrives: true);
        During = Packets(60, Direction.Ingress, Friend, Server, ServerPort, arrives: true);
        After = Phase(suspectArrives: true, offenderArrives: false);
    }

    /// <summary>Rule 1 denies the suspect's network.</summary>
    public IReadOnlyList<PlannedPacket> Before { get; }

    /// <summary>From a source that no rule names, while the rules change: all must arrive.</summary>
    public IReadOnlyList<PlannedPacket> During { get; }

    /// <summary>Rule 1 is gone, rule 2 denies the offender's network.</summary>
    public IReadOnlyList<PlannedPacket> After { get; }

    public IEnumerable<PlannedPacket> All => [.. Before, .. During, .. After];

    private List<PlannedPacket> Phase(bool suspectArrives, bool offenderArrives)
    {
        List<PlannedPacket>[] streams =
        [
            Packets(20, Direction.Ingress, Suspect, Server, ServerPort, suspectArrives),
            Packets(20, Direction.Ingress, Offender, Server, ServerPort, offenderArrives),
            Packets(20, Direction.Ingress, Friend, Server, ServerPort, arrives: true),
            Packets(20, Direction.Egress, Server, Client, OpenPort, arrives: true),
            Packets(20, Direction.Egress, Server, Client, ClosedPort, arrives: false),
        ];
        var interleaved = new List<PlannedPacket>();
        for (int i = 0; i < streams[0].Count; i++)
        {
            foreach (List<PlannedPacket> stream in streams)
                interleaved.Add(stream[i]);
        }

        return interleaved;
    }

    private List<PlannedPacket> Packets(int count, Direction direction, Ipv4Address source, Ipv4Address destination, ushort port, bool arrives)
    {
        var packets = new List<PlannedPacket>();
        for (int i = 0; i < count; i++)
            packets.Add(new PlannedPacket(_nextId++, direction, source, destination, port, arrives));
        return packets;
    }
}
