using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;

namespace BpfSharp.Loader;

/// <summary>A cls_bpf filter, with the socket that can remove it again from whichever thread and namespace.</summary>
internal sealed class ClsactAttachment : ITcAttachment
{
    private readonly NetlinkSocket _socket;
    private readonly ClsactOwnership.Key _qdisc;
    private readonly TcDirection _direction;
    private TrafficFilter _filter;
    private uint _programId;

    private ClsactAttachment(NetlinkSocket socket, ClsactOwnership.Key qdisc, TcDirection direction, TrafficFilter filter, uint programId)
    {
        _socket = socket;
        _qdisc = qdisc;
        _direction = direction;
        _filter = filter;
        _programId = programId;
    }

    public TcHook Hook => TcHook.Clsact;

    public ushort Priority => _filter.Priority;

    public uint Handle => _filter.Handle;

    /// <param name="socket">Becomes the attachment's.</param>
    public static ClsactAttachment Attach(
        NetlinkSocket socket, KernelProgram program, uint programId, NetworkInterface device, TcDirection direction, TcAttachOptions options)
    {
        ClsactOwnership.Key qdisc = ClsactOwnership.Acquire(socket, device, direction);
        try
        {
            TrafficFilter filter = BpfFilters.Add(socket, device.Index, direction, program, options.Priority, options.Handle, options.Replace);
            return new ClsactAttachment(socket, qdisc, direction, filter, programId);
        }
        catch
        {
            ClsactOwnership.Release(socket, qdisc);
            throw;
        }
    }

    public void Replace(KernelProgram successor, uint successorId, string interfaceName)
    {
        if (!BpfFilters.Holds(_socket, _qdisc.InterfaceIndex, _direction, _filter, _programId))
            throw new BpfException($"The tc filter of program '{_filter.Name}' on interface '{interfaceName}' is gone or was replaced by somebody else.");
        _filter = BpfFilters.Add(_socket, _qdisc.InterfaceIndex, _direction, successor, _filter.Priority, _filter.Handle, replace: true);
        _programId = successorId;
    }

    public void Detach()
    {
        using (_socket)
        {
            try
            {
                BpfFilters.Remove(_socket, _qdisc.InterfaceIndex, _direction, _filter, _programId);
            }
            finally
            {
                ClsactOwnership.Release(_socket, _qdisc);
            }
        }
    }
}
