namespace BpfSharp;

/// <summary>Whether loaders share a map by a file in the BPF file system (<c>LIBBPF_PIN_*</c>).</summary>
public enum MapPinning
{
    /// <summary>Each load makes its own map.</summary>
    None = 0,

    /// <summary>By the map's name under the loader's pin directory, <c>/sys/fs/bpf</c> by default.</summary>
    ByName = 1,
}
