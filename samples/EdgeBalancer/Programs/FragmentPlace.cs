namespace EdgeBalancer;

/// <summary>Where the first fragment of a packet went.</summary>
public struct FragmentPlace
{
    public uint Backend;
    public uint Hash;

    /// <summary>Time of the first fragment, in ns since the machine started.</summary>
    public ulong Since;
}
