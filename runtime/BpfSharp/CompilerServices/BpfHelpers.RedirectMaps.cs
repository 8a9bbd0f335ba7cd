using BpfSharp.Simulation;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    internal const ulong RedirectFlagBroadcast = 8;
    internal const ulong RedirectFlagExcludeIngress = 16;

    /// <summary><c>bpf_redirect_map</c>: the packet goes where a map's entry says when the program returns this result.</summary>
    /// <param name="map">The map of interfaces, CPUs or sockets.</param>
    /// <param name="key">Key or index of the entry.</param>
    /// <param name="flags">The result where there is no such entry: 0 to 3.</param>
    /// <returns>The verdict to return.</returns>
    [BpfHelper(51, Name = "bpf_redirect_map", Since = "4.14", Programs = "xdp")]
    public static int RedirectMap([BpfArgument(BpfArgumentKind.Map)] MapDeclaration map, uint key, ulong flags) =>
        SimulationRun.Require(map).RedirectMap(map, key, flags);

    /// <summary><c>bpf_redirect_map</c> with <c>BPF_F_BROADCAST</c>: a copy of the packet goes out of each interface of a map.</summary>
    /// <param name="map">The map of interfaces.</param>
    /// <param name="key">Not used.</param>
    /// <param name="flags"><c>BPF_F_BROADCAST</c> (8), <c>BPF_F_EXCLUDE_INGRESS</c> (16).</param>
    /// <returns>The verdict to return.</returns>
    [BpfHelper(51, Name = "bpf_redirect_map (broadcast)", Since = "5.13", Programs = "xdp")]
    public static int RedirectMapBroadcast([BpfArgument(BpfArgumentKind.Map)] MapDeclaration map, uint key, ulong flags) =>
        SimulationRun.Require(map).RedirectMap(map, key, flags);
}
