namespace ContainerPolicy;

/// <summary>Packets that a rule has decided, on one CPU: of flows that it allowed, or denied.</summary>
public struct RuleCounter
{
    public ulong Packets;
    public ulong Bytes;

    public void Add(uint bytes)
    {
        Packets++;
        Bytes += bytes;
    }
}
