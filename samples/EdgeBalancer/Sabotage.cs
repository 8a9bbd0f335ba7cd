using System.Collections.Generic;

namespace EdgeBalancer;

/// <summary>Ways to break the run on purpose, so that a test sees the check fail.</summary>
internal static class Sabotage
{
    /// <summary>The balancer is loaded and not attached.</summary>
    public const string Detached = "detached";

    /// <summary>Backends don't take the outer headers off.</summary>
    public const string Wrapped = "wrapped";

    /// <summary>Nothing is limited, and nobody is listed.</summary>
    public const string Undefended = "undefended";

    public static readonly IReadOnlyList<string> All = [Detached, Wrapped, Undefended];
}
