namespace EdgeBalancer;

/// <summary>What a service has.</summary>
public readonly struct Vip(uint number, uint table, uint quic)
{
    /// <summary>Never given twice: flows of a service that is gone are nobody's.</summary>
    public readonly uint Number = number;

    /// <summary>Which table of slots, and which counters.</summary>
    public readonly uint Table = table;

    /// <summary>Not 0: packets go where their connection id says, if it says so.</summary>
    public readonly uint Quic = quic;
}
