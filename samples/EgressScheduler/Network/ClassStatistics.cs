namespace EgressScheduler.Network;

/// <summary>What the scheduler has counted for a class.</summary>
/// <param name="Packets">Packets that have left.</param>
/// <param name="Bytes">Their bytes, with the Ethernet headers.</param>
/// <param name="Dropped">Packets that found its queue full.</param>
/// <param name="Waiting">Packets in its queue.</param>
internal readonly record struct ClassStatistics(long Packets, long Bytes, long Dropped, long Waiting);
