using System.Collections.Generic;

namespace FlowMonitor;

/// <summary>Ways to break the run on purpose, so that a test sees the check fail.</summary>
internal static class Sabotage
{
    /// <summary>No program is attached.</summary>
    public const string Detached = "detached";

    /// <summary>Only what comes in is watched.</summary>
    public const string OneWay = "one-way";

    /// <summary>What the buffers had no room for is not asked for.</summary>
    public const string SilentLoss = "silent-loss";

    public static readonly IReadOnlyList<string> All = [Detached, OneWay, SilentLoss];
}
