using System.Collections.Generic;

namespace ContainerPolicy;

/// <summary>Ways to break the run on purpose, so that a test sees the check fail.</summary>
internal static class Sabotage
{
    /// <summary>The programs are loaded and not attached.</summary>
    public const string Detached = "detached";

    /// <summary>Reloading a policy forgets the flows.</summary>
    public const string Forgetful = "forgetful";

    public static readonly IReadOnlyList<string> All = [Detached, Forgetful];
}
