using System;
using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Loader;

/// <summary>What an object would miss on this machine.</summary>
/// <param name="Obstacles">Everything, not only the first; empty where nothing is missing.</param>
public sealed record HostReport(IReadOnlyList<HostObstacle> Obstacles)
{
    /// <summary>Whether nothing is missing that the object can't be loaded without: types are a comfort.</summary>
    public bool CanLoad => Obstacles.All(static o => o.Kind is HostObstacleKind.Types or HostObstacleKind.Jit);

    /// <inheritdoc/>
    public override string ToString() => Obstacles.Count == 0 ? "Nothing is missing." : string.Join(Environment.NewLine, Obstacles.Select(static o => o.Description));
}
