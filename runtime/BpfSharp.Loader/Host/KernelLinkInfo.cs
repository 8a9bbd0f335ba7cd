namespace BpfSharp.Loader;

/// <summary>A link in the kernel.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">The number of its type (<c>enum bpf_link_type</c>: 6 XDP, 11 TCX).</param>
/// <param name="ProgramId">The program in it.</param>
/// <param name="InterfaceIndex">Its interface, of XDP, TCX and netkit; 0 otherwise, and where the interface has gone.</param>
public sealed record KernelLinkInfo(uint Id, int Type, uint ProgramId, int InterfaceIndex);
