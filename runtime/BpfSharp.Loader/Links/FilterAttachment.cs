using System.Collections.Generic;
using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;

namespace BpfSharp.Loader;

/// <summary>A cls_bpf filter, with the socket that can remove it again from whichever thread and namespace.</summary>
internal sealed class FilterAttachment : ITcAttachment
{
    private readonly NetlinkSocket _socket;
    private readonly FilterPlace _place;
    private readonly TcFilterOptions _options;

    // The clsact qdisc that the filter may keep; none on places that somebody else made.
    private readonly ClsactOwnership.Key? _qdisc;
    private TrafficFilter _filter;
    private uint _programId;

    private FilterAttachment(NetlinkSocket socket, FilterPlace place, TcFilterOptions options, ClsactOwnership.Key? qdisc, TrafficFilter filter, uint programId)
    {
        _socket = socket;
        _place = place;
        _options = options;
        _qdisc = qdisc;
        _filter = filter;
        _programId = programId;
    }

    public TcHook Hook => TcHook.Clsact;

    public ushort Priority => _filter.Priority;

    public uint Handle => _filter.Handle;

    public uint LinkId => 0;

    /// <summary>On a side of an interface, whose clsact qdisc is added where it has none.</summary>
    /// <param name="socket">Becomes the attachment's.</param>
    public static FilterAttachment AttachToSide(
        NetlinkSocket socket, KernelProgram program, uint programId, NetworkInterface device, TcDirection direction, TcFilterOptions options)
    {
        ClsactOwnership.Key qdisc = ClsactOwnership.Acquire(socket, device, direction);
        try
        {
            return Attach(socket, program, programId, FilterPlace.Side(device, direction), options, qdisc);
        }
        catch
        {
            ClsactOwnership.Release(socket, qdisc);
            throw;
        }
    }

    /// <summary>On a place that is there already.</summary>
    /// <param name="socket">Becomes the attachment's.</param>
    public static FilterAttachment Attach(
        NetlinkSocket socket, KernelProgram program, uint programId, FilterPlace place, TcFilterOptions options, ClsactOwnership.Key? qdisc = null)
    {
        List<TrafficFilter> before = BpfFilters.List(socket, place);
        TrafficFilter filter;
        try
        {
            filter = BpfFilters.Add(socket, place, program, options);
        }
        catch (BpfException)
        {
            TakeBack(socket, place, before, programId);
            throw;
        }
        return new FilterAttachment(socket, place, options, qdisc, filter, programId);
    }

    // The kernel may have added it, and only its answer was lost: the filter would stay, and nobody would have its handle to remove it.
    private static void TakeBack(NetlinkSocket socket, FilterPlace place, List<TrafficFilter> before, uint programId)
    {
        try
        {
            foreach (TrafficFilter filter in BpfFilters.List(socket, place))
            {
                if (filter.ProgramId == programId && !before.Exists(f => f.Priority == filter.Priority && f.Handle == filter.Handle && f.ProgramId == programId))
                    BpfFilters.Remove(socket, place, filter, programId);
            }
        }
        catch (BpfException)
        {
            // What is wrong has been said.
        }
    }

    public void Replace(KernelProgram successor, uint successorId, KernelProgram? expected, string interfaceName)
    {
        // A filter can't be compared and replaced in one step: this look before is all that there is.
        if (expected is not null && expected.ReadInfo().Id != _programId)
            throw LinkCommands.Unexpected(successor, interfaceName, Syscalls.Errno.EEXIST);
        if (!BpfFilters.Holds(_socket, _place, _filter, _programId))
            throw new BpfException($"The tc filter of program '{_filter.Name}' on {_place.Description} is gone or was replaced by somebody else.");
        try
        {
            _filter = BpfFilters.Add(_socket, _place, successor, _options with { Priority = _filter.Priority, Handle = _filter.Handle, Replace = true });
        }
        catch (BpfException)
        {
            // Where only the answer was lost, the filter has the successor, and is still ours to remove.
            if (IsThere(successorId))
                _programId = successorId;
            throw;
        }
        _programId = successorId;
    }

    private bool IsThere(uint programId)
    {
        try
        {
            return BpfFilters.Holds(_socket, _place, _filter, programId);
        }
        catch (BpfException)
        {
            return false;
        }
    }

    public void Detach()
    {
        using (_socket)
        {
            try
            {
                BpfFilters.Remove(_socket, _place, _filter, _programId);
            }
            finally
            {
                if (_qdisc is { } qdisc)
                    ClsactOwnership.Release(_socket, qdisc);
            }
        }
    }
}
