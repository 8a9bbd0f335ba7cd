using System;
using System.Collections.Generic;
using BpfSharp.Loader.Maps;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader;

/// <summary>What the options say other than the object's declarations.</summary>
internal sealed class MapOverrides
{
    private readonly Dictionary<string, MapOptions> _options = new(StringComparer.Ordinal);

    public void Set(string map, MapOptions options) => _options[map] = options;

    public MapShape Apply(BpfMapDefinition map) => new(
        map.Name,
        map.MapType,
        map.KeySize,
        map.ValueSize,
        _options.GetValueOrDefault(map.Name)?.MaxEntries ?? map.MaxEntries,
        map.Flags,
        map.KeyTypeId,
        map.ValueTypeId);
}
