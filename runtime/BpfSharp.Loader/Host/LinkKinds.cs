namespace BpfSharp.Loader;

/// <summary>Numbers of <c>enum bpf_link_type</c>.</summary>
internal static class LinkKinds
{
    private const int Xdp = 6;
    private const int Tcx = 11;
    private const int Netkit = 13;

    /// <summary>Whether the link's information names an interface at the place where XDP has it.</summary>
    public static bool HasInterface(int type) => type is Xdp or Tcx or Netkit;
}
