using BpfSharp.Simulation;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    /// <summary><c>bpf_redirect</c>: sends the packet to another interface when the program returns this result.</summary>
    /// <param name="ifIndex">Index of the interface.</param>
    /// <param name="flags">tc: <c>BPF_F_INGRESS</c> (1); XDP: 0.</param>
    /// <returns>The verdict to return.</returns>
    [BpfHelper(23, Name = "bpf_redirect", Since = "4.14", Programs = "xdp,tc", Simulation = "in the result: `Redirect`")]
    public static int Redirect([BpfArgument(Bits = 32)] uint ifIndex, ulong flags) => SimulationRun.Require("redirection").Redirect(ifIndex, flags);

    /// <summary><c>bpf_redirect_peer</c>: the packet is received at once by the interface's peer in another network namespace, when the program returns this result.</summary>
    /// <param name="ifIndex">Index of the interface here: a veth or netkit one.</param>
    /// <param name="flags">0.</param>
    /// <returns>The verdict to return.</returns>
    [BpfHelper(155, Name = "bpf_redirect_peer", Since = "5.10", Programs = "tc", Simulation = "in the result: `Redirect`")]
    public static int RedirectPeer([BpfArgument(Bits = 32)] uint ifIndex, ulong flags) => SimulationRun.Require("redirection").Redirections.ToPeer(ifIndex, flags);

    /// <summary><c>bpf_redirect_neigh</c>: sends the packet out of an interface with the link addresses that the neighbour table gives, when the program returns this result.</summary>
    /// <param name="ifIndex">Index of the interface.</param>
    /// <param name="nextHop">Whose link address is wanted.</param>
    /// <param name="size">Bytes of <paramref name="nextHop"/>; 0: the next hop is found by the packet's route.</param>
    /// <param name="flags">0.</param>
    /// <returns>The verdict to return.</returns>
    [BpfHelper(152, Name = "bpf_redirect_neigh", Since = "5.10", Programs = "tc", Simulation = "in the result: `Redirect`")]
    public static int RedirectNeigh([BpfArgument(Bits = 32)] uint ifIndex, [BpfArgument(BpfArgumentKind.ReadMemory, MayBeEmpty = true)] in RedirectNextHop nextHop, [BpfArgument(BpfArgumentKind.Size)] int size, ulong flags) =>
        SimulationRun.Require("redirection").Redirections.ToNeighbor(ifIndex, in nextHop, size, flags);

    /// <summary><c>bpf_clone_redirect</c>: sends a copy of the packet to another interface at once.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="ifIndex">Index of the interface.</param>
    /// <param name="flags"><c>BPF_F_INGRESS</c> (1): into the interface.</param>
    /// <returns>0, or a negative error number, such as <c>-EINVAL</c> (-22) for an interface that is not there; positive where the interface's queue took or dropped it otherwise (<c>NET_XMIT_*</c>).</returns>
    [BpfHelper(13, Name = "bpf_clone_redirect", Since = "4.2", Programs = "tc", Effects = BpfHelperEffects.ChangesPacket, Simulation = "in the result: `Clones`; interfaces of `Environment.Network`")]
    public static int CloneRedirect(TcContext context, [BpfArgument(Bits = 32)] uint ifIndex, ulong flags) => SimulationRun.Require("redirection").Redirections.Clone(context, ifIndex, flags);
}
