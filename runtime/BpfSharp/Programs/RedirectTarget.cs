namespace BpfSharp;

/// <summary>Where a redirect helper would send the packet.</summary>
/// <param name="IfIndex">Index of the interface.</param>
/// <param name="Ingress">Into the interface, as if received there, instead of out of it.</param>
public readonly record struct RedirectTarget(uint IfIndex, bool Ingress)
{
    /// <summary>Received at once by the interface's peer in another network namespace.</summary>
    public bool Peer { get; init; }

    /// <summary>Sent with the link addresses that the neighbour table gives.</summary>
    public bool Neighbor { get; init; }

    /// <summary>With <see cref="Neighbor"/>: whose address; <see langword="null"/>: that of the packet's route.</summary>
    public RedirectNextHop? NextHop { get; init; }

    /// <summary>The map whose entry says where; <see langword="null"/> for a redirect helper without a map. Of an entry for a CPU or a socket, <see cref="IfIndex"/> is 0.</summary>
    public string? Map { get; init; }

    /// <summary>Key or index of the entry in <see cref="Map"/>: the CPU in a <see cref="CpuMap"/>.</summary>
    public uint Key { get; init; }

    /// <summary>To all interfaces of <see cref="Map"/>.</summary>
    public bool IsBroadcast { get; init; }

    /// <summary>With <see cref="IsBroadcast"/>: not to the interface that the packet came in by.</summary>
    public bool ExcludesIngress { get; init; }
}
