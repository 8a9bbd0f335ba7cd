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
}
