namespace BpfSharp.Loader.Netlink;

/// <summary>A filter on a qdisc or block.</summary>
/// <param name="Kind"><c>bpf</c>, or another classifier such as <c>u32</c>.</param>
/// <param name="Protocol">EtherType in host order; 3 (<c>ETH_P_ALL</c>) is every packet.</param>
/// <param name="ProgramId">0 where it is no BPF filter.</param>
internal sealed record TrafficFilter(string Kind, uint Handle, ushort Priority, ushort Protocol, uint Chain, uint ProgramId, string Name)
{
    /// <summary>The program's result is a verdict, not a class.</summary>
    public bool IsDirectAction { get; init; }
}
