namespace BpfSharp.Loader.Maps;

/// <summary>A map as it is created: the object's declaration with overrides applied.</summary>
internal sealed record MapShape(string Name, int MapType, int KeySize, int ValueSize, uint MaxEntries, uint Flags, int KeyTypeId, int ValueTypeId)
{
    /// <summary>Whether a lookup gives one value for each possible CPU.</summary>
    public bool IsPerCpu => MapType is Syscalls.MapType.PerCpuArray or Syscalls.MapType.PerCpuHash or Syscalls.MapType.LruPerCpuHash;

    /// <summary>Bytes that a lookup writes; per-CPU values are padded to 8 each.</summary>
    public int LookupSize => IsPerCpu ? (ValueSize + 7 & ~7) * PossibleCpus.Value : ValueSize;
}
