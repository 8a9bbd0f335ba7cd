namespace EgressScheduler;

/// <summary>What a packet has with it when it goes to the scheduler.</summary>
public struct Label
{
    /// <summary>Its priority if that is a class of the scheduler; otherwise 0.</summary>
    public uint Class;
    public uint Mark;

    /// <summary>1: ARP, neighbour discovery and the like.</summary>
    public uint IsLink;
}
