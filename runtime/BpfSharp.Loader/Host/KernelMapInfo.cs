namespace BpfSharp.Loader;

/// <summary>A map in the kernel.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name (at most 15 characters); empty where it has none.</param>
/// <param name="Type">The number of its type (<c>enum bpf_map_type</c>).</param>
/// <param name="KeySize">Bytes of a key.</param>
/// <param name="ValueSize">Bytes of a value.</param>
/// <param name="MaxEntries">Entries that fit; of a ring buffer, bytes.</param>
/// <param name="Flags"><c>BPF_F_*</c>.</param>
public sealed record KernelMapInfo(uint Id, string Name, int Type, int KeySize, int ValueSize, uint MaxEntries, uint Flags);
