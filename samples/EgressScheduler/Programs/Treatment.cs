namespace EgressScheduler;

/// <summary>What a rule says about a packet.</summary>
public readonly struct Treatment(uint rule, uint destinationBits, ushort minor, uint mark, uint dscp)
{
    /// <summary>The DSCP stays as the sender has set it.</summary>
    public const uint KeepDscp = 64;

    /// <summary>The rule's number, which is also that of its counter; 0: no rule, the packet is left as it is.</summary>
    public readonly uint Rule = rule;

    /// <summary>Length of its prefix: the longest decides.</summary>
    public readonly uint DestinationBits = destinationBits;

    /// <summary>The packet's mark; 0: it stays.</summary>
    public readonly uint Mark = mark;

    /// <summary>The new DSCP, or <see cref="KeepDscp"/>.</summary>
    public readonly uint Dscp = dscp;

    /// <summary>The class within the scheduler.</summary>
    public readonly uint Minor = minor;

    /// <summary>The class as the scheduler finds it in a packet's priority: <c>major:minor</c>.</summary>
    public uint Class => (uint)Egress.Major << 16 | Minor;
}
