namespace BpfSharp.Compiler.Verifier;

/// <summary>A map as far as the verifier cares.</summary>
/// <param name="Type"><c>enum bpf_map_type</c>.</param>
/// <param name="KeySize">Bytes.</param>
/// <param name="ValueSize">Bytes.</param>
/// <param name="HasLock">The value has a <c>bpf_spin_lock</c>: which value a pointer leads to matters.</param>
/// <param name="Inner">Of a map of maps: index of what its entries are like; 0: none.</param>
/// <param name="Content">Of frozen read-only data: what a read at a known offset gives; null: anything.</param>
internal sealed record VerifierMap(int Type, int KeySize, int ValueSize, uint MaxEntries, bool HasLock = false, int Inner = 0, byte[]? Content = null)
{
    /// <summary><c>BPF_MAP_TYPE_ARRAY</c>.</summary>
    public const int Array = 2;

    /// <summary><c>BPF_MAP_TYPE_PERCPU_ARRAY</c>.</summary>
    public const int PerCpuArray = 6;

    /// <summary><c>BPF_MAP_TYPE_XSKMAP</c>.</summary>
    public const int XskMap = 17;

    /// <summary><c>BPF_MAP_TYPE_SOCKMAP</c>.</summary>
    public const int SocketMap = 15;

    /// <summary><c>BPF_MAP_TYPE_SOCKHASH</c>.</summary>
    public const int SocketHash = 18;

    /// <summary>What a lookup finds is a socket, and to be released.</summary>
    public bool HasSockets => Type is SocketMap or SocketHash;

    /// <summary>A lookup of a known index below the number of entries always finds one.</summary>
    public bool AlwaysFinds => Type is Array or PerCpuArray;
}
