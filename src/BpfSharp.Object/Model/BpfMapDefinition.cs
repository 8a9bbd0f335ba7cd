using System.Collections.Generic;

namespace BpfSharp.Objects.Model;

/// <summary>A map as declared in <c>.maps</c>.</summary>
public sealed class BpfMapDefinition
{
    /// <summary>C identifier; also the map's name in the kernel (cut to 15 bytes there).</summary>
    public string Name { get; set; } = "";

    /// <summary><c>enum bpf_map_type</c>.</summary>
    public int MapType { get; set; }

    /// <summary>Bytes; 0 where the type has no key.</summary>
    public int KeySize { get; set; }

    /// <summary>Bytes; 0 where the type has no value.</summary>
    public int ValueSize { get; set; }

    /// <summary>Entries, or bytes for a ring buffer.</summary>
    public uint MaxEntries { get; set; }

    /// <summary><c>BPF_F_*</c> flags of map creation.</summary>
    public uint Flags { get; set; }

    /// <summary><c>map_extra</c>: what only one type has, such as a bloom filter's number of hash functions.</summary>
    public uint Extra { get; set; }

    /// <summary>0: none; 1: by name (<c>LIBBPF_PIN_BY_NAME</c>).</summary>
    public int Pinning { get; set; }

    /// <summary>Of a map of maps: what its entries are like; its name is of no account.</summary>
    public BpfMapDefinition? Inner { get; set; }

    /// <summary>Initial entries of a map of maps or program array, by index.</summary>
    public List<BpfMapSlot> Slots { get; } = new();

    /// <summary>BTF type of the key, or 0.</summary>
    public int KeyTypeId { get; set; }

    /// <summary>BTF type of the value, or 0.</summary>
    public int ValueTypeId { get; set; }
}
