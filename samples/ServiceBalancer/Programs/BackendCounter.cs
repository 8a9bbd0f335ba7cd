namespace ServiceBalancer;

/// <summary>What a backend has got, on one CPU.</summary>
public struct BackendCounter
{
    public ulong Connections;
    public ulong Packets;
    public ulong Bytes;
}
