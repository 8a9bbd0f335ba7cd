using System.Collections.Generic;

namespace DdosPipeline;

/// <summary>Ways to break the run on purpose, so that a test sees the check fail.</summary>
internal static class Sabotage
{
    /// <summary>No program is attached.</summary>
    public const string Detached = "detached";

    /// <summary>Before a set of signatures is exchanged the old one is taken away.</summary>
    public const string Gap = "gap";

    /// <summary>Bytecode is not put into the pipeline.</summary>
    public const string NoBytecode = "no-bytecode";

    public static readonly IReadOnlyList<string> All = [Detached, Gap, NoBytecode];
}
