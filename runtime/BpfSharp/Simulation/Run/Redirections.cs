using System.Collections.Generic;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Run;

/// <summary>The redirect helpers of tc programs, as in <c>net/core/filter.c</c>.</summary>
internal sealed class Redirections(SimulationRun run)
{
    private const ulong IngressFlag = 1; // BPF_F_INGRESS

    private readonly List<PacketClone> _clones = [];

    public IReadOnlyList<PacketClone> Clones => _clones;

    // bpf_redirect_peer
    public int ToPeer(uint ifIndex, ulong flags) =>
        flags != 0 ? (int)TcAction.Shot : Choose(new RedirectTarget(ifIndex, Ingress: true) { Peer = true });

    // bpf_redirect_neigh
    public int ToNeighbor(uint ifIndex, in RedirectNextHop nextHop, int size, ulong flags) =>
        (size != 0 && size < RedirectNextHop.ByteCount) || flags != 0
            ? (int)TcAction.Shot
            : Choose(new RedirectTarget(ifIndex, Ingress: false) { Neighbor = true, NextHop = size == 0 ? null : nextHop });

    // bpf_clone_redirect
    public int Clone(TcContext context, uint ifIndex, ulong flags)
    {
        if ((flags & ~IngressFlag) != 0 || run.Environment.Network.Find(ifIndex) is null)
            return -KernelError.Invalid;
        _clones.Add(new PacketClone(new RedirectTarget(ifIndex, (flags & IngressFlag) != 0), context.Buffer.ToArray()));
        return 0;
    }

    private int Choose(RedirectTarget target)
    {
        run.RedirectTarget = target;
        return (int)TcAction.Redirect;
    }
}
