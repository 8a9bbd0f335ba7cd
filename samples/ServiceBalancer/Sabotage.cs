using System.Collections.Generic;

namespace ServiceBalancer;

/// <summary>Ways to break the run on purpose, so that a test sees the check fail.</summary>
internal static class Sabotage
{
    /// <summary>The programs are loaded and not attached.</summary>
    public const string Detached = "detached";

    /// <summary>Replies are not translated back.</summary>
    public const string OneWay = "one-way";

    public static readonly IReadOnlyList<string> All = [Detached, OneWay];
}
