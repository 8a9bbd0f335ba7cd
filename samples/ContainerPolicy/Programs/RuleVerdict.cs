namespace ContainerPolicy;

/// <summary>What a rule says.</summary>
public readonly struct RuleVerdict(uint rule, uint peerBits, bool allows)
{
    /// <summary>Its number, which is also that of its counter; 0 is the default that denies.</summary>
    public readonly uint Rule = rule;

    /// <summary>Length of its prefix: the longest decides.</summary>
    public readonly uint PeerBits = peerBits;

    private readonly uint _allows = allows ? 1u : 0u;

    public bool Allows => _allows != 0;
}
