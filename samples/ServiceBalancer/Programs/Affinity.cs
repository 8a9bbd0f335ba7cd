namespace ServiceBalancer;

/// <summary>Where a client's last connection went.</summary>
public struct Affinity
{
    public Place Backend;

    /// <summary>The set of backends that it was taken from: with another set, one that is gone is not used again.</summary>
    public uint Set;

    /// <summary>Time of the last connection, in ns since the machine started.</summary>
    public ulong LastUsed;
}
