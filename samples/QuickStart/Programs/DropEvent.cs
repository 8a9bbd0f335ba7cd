using BpfSharp.Protocols;

namespace QuickStart;

/// <summary>One dropped packet, as told to user space.</summary>
public readonly struct DropEvent(Ipv4Address peer, uint rule)
{
    /// <summary>Who sent it, or who was to get it.</summary>
    public readonly Ipv4Address Peer = peer;
    public readonly uint Rule = rule;
}
