using System.Collections.Generic;

namespace RedirectFabric;

/// <summary>Ways to break the run on purpose, so that a test sees the check fail.</summary>
internal static class Sabotage
{
    /// <summary>The programs are loaded and not attached.</summary>
    public const string Detached = "detached";

    public static readonly IReadOnlyList<string> All = [Detached];
}
