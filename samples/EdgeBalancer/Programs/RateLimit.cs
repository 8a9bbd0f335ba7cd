namespace EdgeBalancer;

/// <summary>A token bucket, as the time at which it would be full again (the generic cell rate algorithm, ITU-T I.371): one word of state.</summary>
public readonly struct RateLimit(ulong interval, ulong burst)
{
    /// <summary>Time between two tokens, in ns; 0: no limit.</summary>
    public readonly ulong Interval = interval;

    /// <summary>Tokens that the bucket holds, as the time that they take to come, in ns.</summary>
    public readonly ulong Burst = burst;

    public bool IsSet => Interval != 0;

    /// <summary>Takes a token.</summary>
    /// <param name="full">When the bucket is full again, in ns since the machine started.</param>
    /// <param name="now">Now, by the same clock.</param>
    /// <returns>Whether there was one.</returns>
    /// <remarks>Two CPUs at the same moment may take one token twice: a limit is not an account.</remarks>
    public bool TryTake(ref ulong full, ulong now)
    {
        ulong start = full < now ? now : full;
        if (start - now > Burst)
            return false;
        full = start + Interval;
        return true;
    }
}
