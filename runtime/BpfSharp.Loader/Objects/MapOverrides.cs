using System;
using System.Collections.Generic;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader;

/// <summary>What the options say other than the object's declarations.</summary>
internal sealed class MapOverrides
{
    // Where libbpf pins by name too.
    private const string PinDirectory = "/sys/fs/bpf/";
    private const int PinByName = 1;
    private const uint DefaultBytesPerCpu = 1 << 16;

    private readonly Dictionary<string, MapOptions> _options = new(StringComparer.Ordinal);

    public void Set(string map, MapOptions options) => _options[map] = options;

    public MapShape Apply(BpfMapDefinition map)
    {
        MapOptions? options = _options.GetValueOrDefault(map.Name);
        return Shape(map, options);
    }

    // A perf event array without entries has one for each CPU, as libbpf makes it too.
    private static uint EntriesOf(BpfMapDefinition map) =>
        map.MapType == MapType.PerfEventArray && map.MaxEntries == 0 ? (uint)PossibleCpus.Value : map.MaxEntries;

    private static MapShape Shape(BpfMapDefinition map, MapOptions? options)
    {
        // The kernel makes no trie without this flag.
        uint needed = map.MapType == MapType.LpmTrie ? MapCreationFlags.NoPreallocation : 0;
        return new MapShape(
            map.Name,
            map.MapType,
            map.KeySize,
            map.ValueSize,
            options?.MaxEntries ?? EntriesOf(map),
            map.Flags | needed,
            map.KeyTypeId,
            map.ValueTypeId,
            options?.PinPath ?? (map.Pinning == PinByName ? PinDirectory + map.Name : null))
        {
            Extra = map.Extra,
            NumaNode = options?.NumaNode,
            PinPolicy = options?.PinPolicy ?? PinPolicy.Reuse,
            Migration = options?.Migration,
            BytesPerCpu = options?.BytesPerCpu ?? DefaultBytesPerCpu,
            WatermarkBytes = options?.WatermarkBytes ?? 0,
            Inner = map.Inner is null ? null : Shape(map.Inner, null),
        };
    }
}
