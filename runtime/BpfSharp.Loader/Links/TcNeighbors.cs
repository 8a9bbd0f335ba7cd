using System;
using System.Collections.Generic;

namespace BpfSharp.Loader;

/// <summary>The programs around an attached one.</summary>
internal sealed record TcNeighbors(IReadOnlyList<TcProgramOnHook> Earlier, IReadOnlyList<TcProgramOnHook> Later)
{
    /// <param name="all">All of a hook in the order in which they run.</param>
    public static TcNeighbors Around(List<TcProgramOnHook> all, Predicate<TcProgramOnHook> own)
    {
        int at = all.FindIndex(own);
        return at < 0 ? new([], all) : new(all[..at], all[(at + 1)..]);
    }
}
