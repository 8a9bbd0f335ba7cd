namespace BpfSharp;

/// <summary>A timer in a map's value (<c>struct bpf_timer</c>, Linux 5.15): one field of the value struct of a hash map, LRU hash map or array. 16 bytes; user space reads zero.</summary>
/// <remarks>
/// <see cref="BpfTimers"/> has what programs do with it. It goes with its entry, ends when the value is replaced, and when no loaded object and no pin holds the map any more. It can't be copied, so neither can the value around it: use the fields in place.
/// </remarks>
[BpfKernelType("bpf_timer")]
public struct BpfTimer
{
    /// <summary>Which timer it is in a simulation.</summary>
    internal long Number;

    internal long Unused;
}
