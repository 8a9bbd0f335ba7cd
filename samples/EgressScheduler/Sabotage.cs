using System.Collections.Generic;

namespace EgressScheduler;

/// <summary>Ways to break the run on purpose, so that a test sees the check fail.</summary>
internal static class Sabotage
{
    /// <summary>The programs are loaded and not attached.</summary>
    public const string Detached = "detached";

    /// <summary>Classes get twice the rate that the file says.</summary>
    public const string Doubled = "doubled";

    public static readonly IReadOnlyList<string> All = [Detached, Doubled];
}
