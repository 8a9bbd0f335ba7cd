using System.Collections.Generic;
using BpfSharp.Loader.Btf;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>Maps that loaders share by a file in a BPF file system.</summary>
internal static class MapPins
{
    // Maps whose entries are plain bytes, which mean the same in another map.
    private static readonly HashSet<int> s_plainTypes =
    [
        MapType.Hash, MapType.Array, MapType.PerCpuHash, MapType.PerCpuArray, MapType.LruHash, MapType.LruPerCpuHash, MapType.LpmTrie,
    ];

    /// <summary>The pinned map, or a new one in its place, or a new one pinned where there is none, as the policy says.</summary>
    public static KernelMap Open(MapShape shape, string path, LoadedTypes types)
    {
        // Somebody else may pin between our look and our pin: then theirs counts.
        for (int attempt = 0; attempt < 2; attempt++)
        {
            if (TryOpen(shape, path, types) is { } known)
                return known;
            KernelMap made = MapCreation.Create(shape, types.Descriptor);
            int result = PinFiles.Pin(made.Descriptor, path);
            if (result == 0)
                return made;
            made.Dispose();
            if (result != -Errno.EEXIST)
                throw PinFiles.Failure($"map '{shape.Name}'", path, result);
        }
        throw new BpfException($"Map '{shape.Name}' could not be pinned: '{path}' comes and goes.");
    }

    private static KernelMap? TryOpen(MapShape shape, string path, LoadedTypes types)
    {
        int result = PinFiles.Open(path);
        if (result == -Errno.ENOENT)
            return null;
        if (result < 0)
            throw KernelErrors.Create($"open '{path}', where map '{shape.Name}' is pinned", result, Capabilities.Bpf);
        var descriptor = new FileDescriptor(result);
        bool isKept = false;
        try
        {
            if (shape.PinPolicy == PinPolicy.Fail)
                throw new BpfException($"Map '{shape.Name}' was to be pinned at '{path}', where something is pinned already, and its policy is to fail then.");
            result = KernelObjects.TryGetInfo(descriptor, out MapInfo info);
            if (result < 0)
                throw KernelErrors.Create($"read what is pinned at '{path}'", result, Capabilities.Bpf);
            IReadOnlyList<string> differences = PinDifferences.Of(shape, info, types.Types);
            if (differences.Count > 0)
                return Replace(shape, path, types, new KernelMap(descriptor, Pinned(shape, info)), differences);
            isKept = true;
            return new KernelMap(descriptor, shape);
        }
        finally
        {
            if (!isKept)
                descriptor.Dispose();
        }
    }

    private static KernelMap Replace(MapShape shape, string path, LoadedTypes types, KernelMap old, IReadOnlyList<string> differences)
    {
        string obstacle = Obstacle(shape, old.Shape);
        if (obstacle.Length > 0)
        {
            throw new BpfException(
                $"The map pinned at '{path}' is not the declared map '{shape.Name}': {string.Join(", ", differences)}. {obstacle}");
        }
        return PinReplacement.Replace(shape, path, old, () => MapCreation.Create(shape, types.Descriptor));
    }

    // Why the pinned map can't be replaced, and what to do; empty where it can.
    private static string Obstacle(MapShape shape, MapShape old) => shape.PinPolicy switch
    {
        PinPolicy.Recreate => "",
        PinPolicy.Migrate when old.KeySize != shape.KeySize => "Entries with other keys can't be carried over.",
        PinPolicy.Migrate when !s_plainTypes.Contains(shape.MapType) || !s_plainTypes.Contains(old.MapType) => "Entries of such maps can't be carried over.",
        PinPolicy.Migrate when shape.Migration is { } m && (m.OldValueSize != old.ValueSize || m.NewValueSize != shape.ValueSize) =>
            $"Its migration makes values of {m.NewValueSize} bytes out of values of {m.OldValueSize}; needed is {shape.ValueSize} out of {old.ValueSize}.",
        PinPolicy.Migrate when shape.Migration is null && old.ValueSize != shape.ValueSize => "Set MapOptions.Migration, which makes new values out of old ones.",
        PinPolicy.Migrate => "",
        _ => "Remove the file if its content is not needed any more, pin to another path, or set MapOptions.PinPolicy to Recreate or Migrate.",
    };

    private static MapShape Pinned(MapShape declared, in MapInfo info) => declared with
    {
        MapType = info.Type,
        KeySize = info.KeySize,
        ValueSize = info.ValueSize,
        MaxEntries = info.MaxEntries,
        Flags = info.Flags,
    };
}
