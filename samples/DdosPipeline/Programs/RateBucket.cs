namespace DdosPipeline;

/// <summary>A token bucket told in time: the moment (CLOCK_MONOTONIC, ns) up to which its rate is used up.</summary>
public struct RateBucket
{
    public ulong UsedUntil;
}
