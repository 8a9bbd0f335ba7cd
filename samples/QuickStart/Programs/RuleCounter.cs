namespace QuickStart;

/// <summary>What a rule has dropped on one CPU.</summary>
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
