using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>Maps that loaders share by a file in a BPF file system.</summary>
internal static unsafe class MapPins
{
    /// <summary>The pinned map if there is one, which must be as declared; otherwise a new one, pinned.</summary>
    public static KernelMap Open(MapShape shape, string path, FileDescriptor? btf)
    {
        // Somebody else may pin between our look and our pin: then theirs counts.
        for (int attempt = 0; attempt < 2; attempt++)
        {
            if (TryGet(shape, path) is { } known)
                return known;
            KernelMap made = MapCreation.Create(shape, btf);
            int result = Pin(made.Descriptor, path);
            if (result == 0)
                return made;
            made.Dispose();
            if (result != -Errno.EEXIST)
                throw PinFailure(shape.Name, path, result);
        }
        throw new BpfException($"Map '{shape.Name}' could not be pinned: '{path}' comes and goes.");
    }

    /// <summary>What a pinned map has otherwise than declared; empty where it fits.</summary>
    internal static IReadOnlyList<string> Differences(MapShape declared, in MapInfo pinned)
    {
        var differences = new List<string>();
        void Compare(string what, long expected, long found)
        {
            if (expected != found)
                differences.Add($"{what} is {found} instead of {expected}");
        }
        Compare("the type", declared.MapType, pinned.Type);
        Compare("the key size", declared.KeySize, pinned.KeySize);
        Compare("the value size", declared.ValueSize, pinned.ValueSize);
        Compare("the number of entries", declared.MaxEntries, pinned.MaxEntries);
        Compare("the set of flags", declared.Flags, pinned.Flags);
        Compare("map_extra", declared.Extra, (long)pinned.MapExtra);
        return differences;
    }

    private static KernelMap? TryGet(MapShape shape, string path)
    {
        fixed (byte* pointer = Encoding.UTF8.GetBytes(path + "\0"))
        {
            var attribute = new ObjectPathAttribute { Path = (ulong)pointer };
            int result = BpfSystemCall.Invoke(BpfCommand.ObjectGet, ref attribute);
            if (result == -Errno.ENOENT)
                return null;
            if (result < 0)
                throw KernelErrors.Create($"open '{path}', where map '{shape.Name}' is pinned", result, Capabilities.Bpf);
            var descriptor = new FileDescriptor(result);
            try
            {
                RequireFit(shape, path, descriptor);
                return new KernelMap(descriptor, shape);
            }
            catch
            {
                descriptor.Dispose();
                throw;
            }
        }
    }

    private static void RequireFit(MapShape shape, string path, FileDescriptor descriptor)
    {
        int result = KernelObjects.TryGetInfo(descriptor, out MapInfo info);
        if (result < 0)
            throw KernelErrors.Create($"read what is pinned at '{path}'", result, Capabilities.Bpf);
        IReadOnlyList<string> differences = Differences(shape, info);
        if (differences.Count > 0)
        {
            throw new BpfException(
                $"The map pinned at '{path}' is not the declared map '{shape.Name}': {string.Join(", ", differences)}. "
                + "Remove the file if its content is not needed any more, or pin to another path.");
        }
    }

    private static int Pin(FileDescriptor descriptor, string path)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } directory)
            TryCreate(directory);
        using FileDescriptor.Hold hold = descriptor.Use();
        fixed (byte* pointer = Encoding.UTF8.GetBytes(path + "\0"))
        {
            var attribute = new ObjectPathAttribute { Path = (ulong)pointer, Fd = hold.Fd };
            return BpfSystemCall.Invoke(BpfCommand.ObjectPin, ref attribute);
        }
    }

    // Where this fails, the pin fails too and says why.
    private static void TryCreate(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static BpfKernelException PinFailure(string map, string path, int error) => KernelErrors.CreateWithReason(
        $"pin map '{map}' at '{path}'", error,
        -error == Errno.ENOENT
            ? "the directory does not exist and could not be made"
            : "the path must lie in a BPF file system ('mount -t bpf bpf /sys/fs/bpf'), and its last part may have no dot",
        Capabilities.Bpf);
}
