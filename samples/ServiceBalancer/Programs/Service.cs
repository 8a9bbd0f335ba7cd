namespace ServiceBalancer;

/// <summary>What a service has at the moment.</summary>
public readonly struct Service(uint set, uint backends, uint affinitySeconds)
{
    /// <summary>Which set of backends: a changed service gets a new set, so that no packet sees half of a change.</summary>
    public readonly uint Set = set;

    /// <summary>How many slots the set has: a backend of weight N takes N.</summary>
    public readonly uint Backends = backends;

    /// <summary>How long a client stays with its backend without a new connection; 0: each connection is by itself.</summary>
    public readonly uint AffinitySeconds = affinitySeconds;
}
