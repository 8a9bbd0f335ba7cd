using System;
using System.Collections.Generic;

namespace BpfSharp;

/// <summary>Base of the classes of maps whose entries are maps.</summary>
public abstract class MapOfMapsDeclaration : MapDeclaration
{
    private protected MapOfMapsDeclaration(uint maxEntries, MapDeclaration template, MapFlags flags, MapPinning pinning)
        : base(maxEntries, flags, pinning)
    {
        ArgumentNullException.ThrowIfNull(template);
        Template = template;
    }

    /// <summary>Maps that are entries from the load on, by index.</summary>
    internal IReadOnlyList<MapDeclaration?> Initial { get; private protected init; } = [];

    /// <summary>What the entries are like.</summary>
    [BpfNotInProgram("Find")]
    public MapDeclaration Template { get; }
}
