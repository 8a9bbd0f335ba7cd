using System.Collections.Generic;
using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Kernel;

/// <summary>What the kernel keeps beside a packet (<c>struct sk_buff</c>) that no context field shows.</summary>
internal sealed class SkbState
{
    public bool HashIsKnown { get; set; }

    /// <summary>Outer headers were added by <c>bpf_skb_adjust_room</c>.</summary>
    public bool IsEncapsulated { get; set; }

    /// <summary>How many checksums a device has found right, less one (<c>skb->csum_level</c>); null: none (<c>CHECKSUM_NONE</c>).</summary>
    public int? ChecksumLevel { get; set; }

    public SkbTunnel? Tunnel { get; set; }

    public bool IsIngress { get; init; }

    public SimulatedSocket? AssignedSocket { get; set; }

    /// <summary>The packet's own socket.</summary>
    public SimulatedSocket? Socket { get; init; }

    public ref SocketHandle SocketHandle
    {
        get
        {
            // bpf_sk_assign replaces it.
            if ((AssignedSocket ?? Socket) is not { } socket)
                return ref Unsafe.NullRef<SocketHandle>();
            return ref socket.Handle;
        }
    }

    public uint CgroupClassId { get; init; }

    /// <summary>Of the packet's socket, from the root on; empty: no socket.</summary>
    public IReadOnlyList<ulong> Cgroups { get; init; } = [];

    public uint RouteRealm { get; init; }

    public ulong SocketCookie { get; init; }

    public uint SocketUserId { get; init; }

    public ulong NetworkNamespaceCookie { get; init; }

    public ulong CgroupId => AncestorCgroupId(Cgroups.Count - 1);

    // cgroup_ancestor
    public ulong AncestorCgroupId(int level) => level >= 0 && level < Cgroups.Count ? Cgroups[level] : 0;
}
