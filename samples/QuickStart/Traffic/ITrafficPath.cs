using System;
using System.Collections.Generic;

namespace QuickStart.Traffic;

/// <summary>What packets go through: a real network with the programs attached, or the simulation.</summary>
public interface ITrafficPath : IDisposable
{
    /// <summary>One line that tells a person what this is.</summary>
    string Description { get; }

    /// <summary>The programs' maps and globals.</summary>
    IFirewall Firewall { get; }

    /// <summary>Ids that the receiving sockets have seen so far.</summary>
    IReadOnlySet<uint> Arrived { get; }

    void Send(PlannedPacket packet);

    /// <summary>Waits until packets on the way have arrived, for those that are expected to.</summary>
    void Settle(IEnumerable<PlannedPacket> sent);
}
