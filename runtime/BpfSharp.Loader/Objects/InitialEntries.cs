using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader;

/// <summary>Entries that maps are declared to have from the load on: maps in maps, programs in program arrays.</summary>
internal static unsafe class InitialEntries
{
    public static void Fill(BpfObject source, LoadedParts parts)
    {
        foreach (BpfMapDefinition map in source.Maps)
        {
            foreach (BpfMapSlot slot in map.Slots)
                Put(parts.Maps[map.Name], slot, map.Inner is null ? parts.Programs[slot.Symbol].Descriptor : parts.Maps[slot.Symbol].Descriptor);
        }
    }

    private static void Put(KernelMap map, BpfMapSlot slot, FileDescriptor entry)
    {
        using FileDescriptor.Hold hold = entry.Use();
        int fd = hold.Fd;
        int index = slot.Index;
        int result = map.Update(&index, &fd, (ulong)MapUpdate.Any);
        if (result < 0)
            throw map.Failure($"put '{slot.Symbol}' into entry {index} of", result);
    }
}
