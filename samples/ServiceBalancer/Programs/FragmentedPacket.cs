namespace ServiceBalancer;

/// <summary>How the first fragment of a packet was translated.</summary>
public struct FragmentedPacket
{
    /// <summary>The address to write; its port was in the first fragment.</summary>
    public Place Place;

    /// <summary>Time of the first fragment, in ns since the machine started.</summary>
    public ulong Since;
}
