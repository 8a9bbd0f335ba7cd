using System.Collections.Generic;
using BpfSharp.Loader.Btf;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Btf;

namespace BpfSharp.Loader.Maps;

/// <summary>Compares a pinned map with the declared one, field by field.</summary>
internal static class PinDifferences
{
    /// <summary>What a pinned map has otherwise than declared; empty where it fits.</summary>
    public static List<string> OfNumbers(MapShape declared, in MapInfo pinned)
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

    /// <summary>The layouts of key and value too, where both maps have types: numbers of the same size may mean something else.</summary>
    public static List<string> Of(MapShape declared, in MapInfo pinned, BtfTypes types)
    {
        List<string> differences = OfNumbers(declared, pinned);
        if (declared.ValueTypeId == 0 || pinned.BtfValueTypeId == 0 || KernelTypes.TryRead(pinned.BtfId) is not { } found)
            return differences;
        // Another size has been said already.
        if (declared.KeySize == pinned.KeySize && declared.KeyTypeId != 0 && pinned.BtfKeyTypeId != 0)
            differences.AddRange(BtfLayout.Differences(types, declared.KeyTypeId, found, (int)pinned.BtfKeyTypeId, "the key"));
        if (declared.ValueSize == pinned.ValueSize)
            differences.AddRange(BtfLayout.Differences(types, declared.ValueTypeId, found, (int)pinned.BtfValueTypeId, "the value"));
        return differences;
    }
}
