using System;
using System.Collections.Generic;
using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;

namespace BpfSharp.Loader;

/// <summary>Attaches tc programs, and chooses the hook.</summary>
internal static class TcAttaching
{
    public static TcLink Attach(KernelProgram program, Func<NetlinkSocket, NetworkInterface> find, TcDirection direction, TcAttachOptions options)
    {
        if (options.Replace && (options.Priority == 0 || options.Handle == 0))
            throw new ArgumentException("Replacing a filter needs its priority and its handle.", nameof(options));
        if (options is { Before: not null, After: not null })
            throw new ArgumentException("A program goes before or after another one; two anchors can't both be kept.", nameof(options));
        if (options.WantsTcx && (options.Hook == TcHook.Clsact || options.Priority != 0 || options.Handle != 0))
            throw new ArgumentException("Anchors and revision are TCX's, priority and handle are clsact's: a program hangs on one of the two.", nameof(options));
        var socket = new NetlinkSocket();
        bool keepSocket = false;
        try
        {
            NetworkInterface device = find(socket);
            uint programId = program.ReadInfo().Id;
            bool useTcx = Choose(socket, device, direction, options) == TcHook.Tcx;
            keepSocket = !useTcx;
            ITcAttachment attachment = useTcx
                ? TcxAttachment.Attach(program, TcxHook.Tcx(device, direction), options)
                : AttachByClsact(socket, program, programId, device, direction, options);
            return new TcLink(attachment, device, direction, program.Name, programId, Neighbors(attachment, programId, device, direction));
        }
        finally
        {
            if (!keepSocket)
                socket.Dispose();
        }
    }

    private static FilterAttachment AttachByClsact(
        NetlinkSocket socket, KernelProgram program, uint programId, NetworkInterface device, TcDirection direction, TcAttachOptions options)
    {
        try
        {
            return FilterAttachment.AttachToSide(socket, program, programId, device, direction, options.Filter);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // A TCX program that does not return Next skips all clsact filters: where some are, only the user may decide that.
    private static TcHook Choose(NetlinkSocket socket, NetworkInterface device, TcDirection direction, TcAttachOptions options)
    {
        if (options.Hook != TcHook.Auto)
            return options.Hook;
        if (options.Priority != 0 || options.Handle != 0)
            return TcHook.Clsact;
        if (options.WantsTcx)
            return TcHook.Tcx;
        bool hasTcx = TcxHook.Tcx(device, direction).List(out _) is not null;
        return hasTcx && BpfFilters.List(socket, FilterPlace.Side(device, direction)).Count == 0 ? TcHook.Tcx : TcHook.Clsact;
    }

    private static TcNeighbors Neighbors(ITcAttachment own, uint programId, NetworkInterface device, TcDirection direction)
    {
        try
        {
            using var socket = new NetlinkSocket();
            TcHookState state = HookQuery.Side(socket, device, direction);
            return TcNeighbors.Around([.. state.Programs], p => p.Hook == own.Hook && p.ProgramId == programId && p.Priority == own.Priority && p.Handle == own.Handle);
        }
        catch
        {
            own.Detach();
            throw;
        }
    }
}
