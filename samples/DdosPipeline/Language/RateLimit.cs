namespace DdosPipeline.Language;

/// <summary>Only packets beyond a rate match.</summary>
/// <param name="PerSecond">Packets.</param>
/// <param name="PerSource">Whether each source address has a rate of its own.</param>
public sealed record RateLimit(uint PerSecond, bool PerSource);
