namespace FlowMonitor.Network;

/// <summary>What the devices of a wire have sent, as the monitored host sees it.</summary>
internal readonly record struct WireCounters(ulong InPackets, ulong OutPackets, ulong OutBytes);
