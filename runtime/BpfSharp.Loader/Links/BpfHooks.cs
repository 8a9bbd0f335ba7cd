using System;
using System.Collections.Generic;
using BpfSharp.Loader.Netlink;

namespace BpfSharp.Loader;

/// <summary>What is attached to interfaces of the calling thread's network namespace, whoever attached it. Nothing is changed.</summary>
public static class BpfHooks
{
    /// <summary>The XDP programs of an interface, the one nearest to the wire first.</summary>
    /// <exception cref="InterfaceNotFoundException">There is no such interface.</exception>
    public static IReadOnlyList<XdpProgramOnHook> QueryXdp(string interfaceName)
    {
        using var socket = new NetlinkSocket();
        return HookQuery.Xdp(Find(socket, interfaceName));
    }

    /// <summary>The chain of XDP programs of an interface: one by a dispatcher, whoever made it, or one by tail calls of this process.</summary>
    /// <returns><see langword="null"/> where it has none.</returns>
    /// <exception cref="InterfaceNotFoundException">There is no such interface.</exception>
    public static XdpChainState? QueryXdpChain(string interfaceName)
    {
        using var socket = new NetlinkSocket();
        return XdpChaining.Query(Find(socket, interfaceName));
    }

    /// <summary>The tc programs and filters on one side of an interface.</summary>
    /// <exception cref="InterfaceNotFoundException">There is no such interface.</exception>
    public static TcHookState QueryTc(string interfaceName, TcDirection direction)
    {
        using var socket = new NetlinkSocket();
        return HookQuery.Side(socket, Find(socket, interfaceName), direction);
    }

    /// <summary>The filters of a qdisc or class, in the order in which they run.</summary>
    /// <exception cref="InterfaceNotFoundException">There is no such interface.</exception>
    public static IReadOnlyList<TcProgramOnHook> QueryQdisc(string interfaceName, TcHandle qdisc)
    {
        using var socket = new NetlinkSocket();
        return [.. HookQuery.Filters(socket, FilterPlace.Qdisc(Find(socket, interfaceName), qdisc))];
    }

    /// <summary>The filters of a block that several qdiscs share, in the order in which they run.</summary>
    public static IReadOnlyList<TcProgramOnHook> QueryBlock(uint block)
    {
        using var socket = new NetlinkSocket();
        return [.. HookQuery.Filters(socket, FilterPlace.Block(block))];
    }

    /// <summary>The programs on a side of a netkit pair.</summary>
    /// <exception cref="InterfaceNotFoundException">There is no such interface.</exception>
    public static TcHookState QueryNetkit(string interfaceName, NetkitSide side)
    {
        using var socket = new NetlinkSocket();
        List<TcProgramOnHook>? programs = TcxHook.Netkit(Find(socket, interfaceName), side).List(out ulong revision);
        return new TcHookState(programs is not null, revision, "", programs ?? []);
    }

    private static NetworkInterface Find(NetlinkSocket socket, string interfaceName)
    {
        ArgumentNullException.ThrowIfNull(interfaceName);
        return NetworkInterface.ByName(socket, interfaceName);
    }
}
