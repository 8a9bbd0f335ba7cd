namespace RedirectFabric;

/// <summary>What the fabric did with a packet.</summary>
public enum FabricPath : uint
{
    /// <summary>Given to a container by <c>bpf_redirect_peer</c>.</summary>
    ToContainer,

    /// <summary>Sent to a neighbour outside by <c>bpf_redirect_neigh</c>.</summary>
    ToOutside,

    /// <summary>Answered: an ARP request or a neighbour solicitation.</summary>
    Answered,

    /// <summary>Dropped: nobody is known by that address, or its time to live was over.</summary>
    Dropped,

    Count,
}
