using System;
using System.Globalization;
using System.IO;
using System.Threading;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>Puts a new map in a pinned one's place. It is pinned under a name of this process beside it and then renamed over it: at every moment the path
/// has the old map or the whole new one.</summary>
internal static unsafe class PinReplacement
{
    private const int EntriesAtOnce = 256;

    private static int s_count;

    /// <param name="old">The pinned map with its own shape.</param>
    /// <param name="make">Makes the new map, empty.</param>
    public static KernelMap Replace(MapShape shape, string path, KernelMap old, Func<KernelMap> make)
    {
        RemoveAbandoned(path);
        KernelMap made = make();
        string beside = string.Create(CultureInfo.InvariantCulture, $"{path}~{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
        try
        {
            if (shape.PinPolicy == PinPolicy.Migrate)
                Copy(old, made, shape.Migration);
            int result = PinFiles.Pin(made.Descriptor, beside);
            if (result < 0)
                throw PinFiles.Failure($"map '{shape.Name}'", beside, result);
            try
            {
                RequireUnchanged(path, old);
                result = PinFiles.Replace(path, by: beside);
                if (result < 0)
                    throw PinFiles.Failure($"map '{shape.Name}'", path, result);
            }
            catch
            {
                _ = PinFiles.Remove(beside);
                throw;
            }
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    // Without a function values stay as they are: then only the number of entries or a flag is another one.
    private static void Copy(KernelMap old, KernelMap made, MapMigration? migration)
    {
        int keySize = old.Shape.KeySize;
        byte[] keys = new byte[keySize * EntriesAtOnce];
        byte[] values = new byte[made.Shape.LookupSize * EntriesAtOnce];
        int count = 0;
        var walk = new MapWalk(old);
        while (walk.MoveNext())
        {
            walk.Key.CopyTo(keys.AsSpan(count * keySize));
            Convert(old.Shape, walk.Value, made.Shape, values.AsSpan(count * made.Shape.LookupSize, made.Shape.LookupSize), migration);
            if (++count == EntriesAtOnce)
            {
                Put(made, keys, values, count);
                count = 0;
            }
        }
        Put(made, keys, values, count);
    }

    private static void Convert(MapShape old, ReadOnlySpan<byte> from, MapShape made, Span<byte> to, MapMigration? migration)
    {
        int values = old.IsPerCpu ? PossibleCpus.Value : 1;
        int fromStride = old.IsPerCpu ? old.Stride : old.ValueSize;
        int toStride = made.IsPerCpu ? made.Stride : made.ValueSize;
        for (int i = 0; i < values; i++)
        {
            ReadOnlySpan<byte> value = from.Slice(i * fromStride, old.ValueSize);
            Span<byte> result = to.Slice(i * toStride, made.ValueSize);
            if (migration is null)
                value.CopyTo(result);
            else
                migration.Convert(value, result);
        }
    }

    private static void Put(KernelMap map, byte[] keys, byte[] values, int count)
    {
        fixed (byte* key = keys, value = values)
        {
            for (int i = 0; i < count; i++)
            {
                int result = map.Update(key + i * map.Shape.KeySize, value + i * map.Shape.LookupSize, (ulong)MapUpdate.Any);
                if (result < 0)
                    throw MapFailures.OfUpdate(map, result);
            }
        }
    }

    // Somebody else may have replaced it meanwhile: theirs must not be lost.
    private static void RequireUnchanged(string path, KernelMap old)
    {
        int fd = PinFiles.Open(path);
        if (fd < 0)
            throw KernelErrors.Create($"open '{path}', where map '{old.Name}' is pinned", fd, Capabilities.Bpf);
        using var now = new FileDescriptor(fd);
        int first = KernelObjects.TryGetInfo(now, out MapInfo current);
        int second = KernelObjects.TryGetInfo(old.Descriptor, out MapInfo known);
        if (first < 0 || second < 0 || current.Id != known.Id)
            throw new BpfException($"The map pinned at '{path}' was replaced by somebody else while its entries were copied; load again.");
    }

    // What processes left that died in the middle: nobody knows these names.
    private static void RemoveAbandoned(string path)
    {
        if (Path.GetDirectoryName(path) is not { Length: > 0 } directory || !Directory.Exists(directory))
            return;
        foreach (string file in Directory.EnumerateFiles(directory, Path.GetFileName(path) + "~*"))
        {
            string owner = file[(file.LastIndexOf('~') + 1)..].Split('-')[0];
            if (int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out int process) && !Directory.Exists($"/proc/{process}"))
                _ = PinFiles.Remove(file);
        }
    }
}
