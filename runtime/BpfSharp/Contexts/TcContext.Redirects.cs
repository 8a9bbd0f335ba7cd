using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;

namespace BpfSharp;

public sealed partial class TcContext
{
    /// <summary>Sends the packet out of another interface: <c>return ctx.Redirect(index);</c>.</summary>
    /// <param name="ifIndex">Index of the interface.</param>
    /// <returns><see cref="TcAction.Redirect"/>.</returns>
    [BpfFunction]
    public TcAction Redirect(uint ifIndex) => (TcAction)BpfHelpers.Redirect(ifIndex, 0);

    /// <summary>Lets the packet come in by another interface, as if received there: <c>return ctx.RedirectIngress(index);</c>.</summary>
    /// <param name="ifIndex">Index of the interface.</param>
    /// <returns><see cref="TcAction.Redirect"/>.</returns>
    [BpfFunction]
    public TcAction RedirectIngress(uint ifIndex) => (TcAction)BpfHelpers.Redirect(ifIndex, BpfHelpers.RedirectFlagIngress);

    /// <summary>Lets the packet be received at once by the interface's peer in another network namespace, without a queue: <c>return ctx.RedirectToPeer(index);</c> (Linux 5.10). On ingress only.</summary>
    /// <param name="ifIndex">Index of the interface here: a veth or netkit one.</param>
    /// <returns><see cref="TcAction.Redirect"/>. A packet for an interface without a peer is dropped.</returns>
    [BpfFunction]
    public TcAction RedirectToPeer(uint ifIndex) => (TcAction)BpfHelpers.RedirectPeer(ifIndex, 0);

    /// <summary>Sends the packet out of another interface, with the link addresses that its route and the neighbour table give: <c>return ctx.RedirectToNeighbor(index);</c> (Linux 5.10).</summary>
    /// <param name="ifIndex">Index of the interface.</param>
    /// <returns><see cref="TcAction.Redirect"/>.</returns>
    [BpfFunction]
    public TcAction RedirectToNeighbor(uint ifIndex) =>
        (TcAction)BpfHelpers.RedirectNeigh(ifIndex, in Unsafe.NullRef<RedirectNextHop>(), 0, 0);

    /// <summary>Sends the packet out of another interface to a neighbour there: <c>return ctx.RedirectToNeighbor(index, in hop);</c> (Linux 5.10).</summary>
    /// <param name="ifIndex">Index of the interface.</param>
    /// <param name="nextHop">The neighbour; its link address is found if it is not known.</param>
    /// <returns><see cref="TcAction.Redirect"/>.</returns>
    [BpfFunction]
    public TcAction RedirectToNeighbor(uint ifIndex, in RedirectNextHop nextHop) =>
        (TcAction)BpfHelpers.RedirectNeigh(ifIndex, in nextHop, RedirectNextHop.ByteCount, 0);

    /// <summary>Sends a copy of the packet out of another interface at once. All references into the packet are stale afterwards.</summary>
    /// <param name="ifIndex">Index of the interface.</param>
    /// <returns>Whether it was sent.</returns>
    [BpfFunction]
    public bool SendClone(uint ifIndex) => BpfHelpers.CloneRedirect(this, ifIndex, 0) == 0;

    /// <summary>Lets a copy of the packet come in by another interface at once. All references into the packet are stale afterwards.</summary>
    /// <param name="ifIndex">Index of the interface.</param>
    /// <returns>Whether it was received.</returns>
    [BpfFunction]
    public bool ReceiveClone(uint ifIndex) => BpfHelpers.CloneRedirect(this, ifIndex, BpfHelpers.RedirectFlagIngress) == 0;
}
