using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>The smallest map of each type that a kernel which knows the type takes.</summary>
internal static class ProbeShapes
{
    public static MapShape Of(int type) => type switch
    {
        MapType.RingBuffer or MapType.UserRingBuffer => Keyless(type, 0, (uint)System.Environment.SystemPageSize),
        MapType.Queue or MapType.Stack or MapType.BloomFilter => Keyless(type, 4, 1),
        MapType.LpmTrie => new("probe", type, 8, 4, 1, MapCreationFlags.NoPreallocation, 0, 0),
        MapType.ArrayOfMaps or MapType.HashOfMaps => new("probe", type, 4, 4, 1, 0, 0, 0) { Inner = Of(MapType.Hash) },
        _ => new("probe", type, 4, 4, 1, 0, 0, 0),
    };

    private static MapShape Keyless(int type, int valueSize, uint entries) => new("probe", type, 0, valueSize, entries, 0, 0, 0);
}
