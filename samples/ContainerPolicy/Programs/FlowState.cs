namespace ContainerPolicy;

/// <summary>What is remembered of a flow that a rule has allowed.</summary>
public struct FlowState
{
    /// <summary>Time of the last packet, in ns since the machine started.</summary>
    public ulong LastSeen;

    /// <summary>The rule that allowed it.</summary>
    public uint Rule;

    /// <summary>How far a TCP connection has ended: <see cref="PeerEnded"/>, <see cref="ContainerEnded"/>.</summary>
    public uint Ended;

    public const uint PeerEnded = 1;
    public const uint ContainerEnded = 2;
    public const uint BothEnded = PeerEnded | ContainerEnded;
}
