using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using BpfSharp;
using BpfSharp.Testing;

namespace QuickStart.Traffic;

/// <summary>The same methods as plain C#: no kernel, no privilege, any operating system.</summary>
public sealed class SimulatedPath(Sabotage sabotage) : ITrafficPath
{
    private readonly FirewallSimulation _simulation = new();
    private readonly HashSet<uint> _arrived = [];

    public string Description => "simulation: the programs run as plain C# (on Linux, as root, they run in the kernel)";

    public IFirewall Firewall => _simulation;

    public IReadOnlySet<uint> Arrived => _arrived;

    public void Send(PlannedPacket packet)
    {
        Span<byte> payload = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(payload, packet.Id);
        byte[] frame = Packets.Udp(packet.Source, packet.Destination, sourcePort: 9999, destinationPort: packet.Port, payload);
        bool passes = (packet.Direction, sabotage) switch
        {
            (_, Sabotage.Detached) => true,
            (Direction.Ingress, Sabotage.Inverted) => _simulation.Inverted.Run(frame).Verdict == XdpAction.Pass,
            (Direction.Ingress, _) => _simulation.Ingress.Run(frame).Verdict == XdpAction.Pass,
            _ => _simulation.Egress.Run(frame).Verdict == TcAction.Ok,
        };
        if (passes)
            _arrived.Add(packet.Id);
    }

    public void Settle(IEnumerable<PlannedPacket> sent)
    {
        // A simulated packet has arrived, or has not, when Send returns.
    }

    public void Dispose() => _simulation.Dispose();
}
