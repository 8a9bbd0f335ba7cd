using System.Collections.Generic;

namespace TcModes;

/// <summary>Ways to break the run on purpose, so that a test sees the check fail.</summary>
internal static class Sabotage
{
    /// <summary>The program is never attached.</summary>
    public const string Detached = "detached";

    /// <summary>A version is taken off and the next one put on, instead of being replaced in one step.</summary>
    public const string Gap = "gap";

    public static readonly IReadOnlyList<string> All = [Detached, Gap];
}
