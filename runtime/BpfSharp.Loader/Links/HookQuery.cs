using System.Collections.Generic;
using System.Linq;
using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>Lists what hangs on hooks, whoever put it there.</summary>
internal static class HookQuery
{
    public static IReadOnlyList<XdpProgramOnHook> Xdp(NetworkInterface device)
    {
        (XdpMode Mode, uint Id)[] modes =
        [
            (XdpMode.Offload, device.Xdp.HardwareProgram),
            (XdpMode.Native, device.Xdp.NativeProgram),
            (XdpMode.Generic, device.Xdp.GenericProgram),
        ];
        return [.. modes.Where(static m => m.Id != 0).Select(static m => new XdpProgramOnHook(m.Mode, m.Id, KernelObjects.ProgramName(m.Id)))];
    }

    public static TcHookState Side(NetlinkSocket socket, NetworkInterface device, TcDirection direction)
    {
        List<TcProgramOnHook>? tcx = TcxHook.Tcx(device, direction).List(out ulong revision);
        string qdisc = Clsact.Find(socket, device.Index);
        return new TcHookState(tcx is not null, revision, qdisc, [.. tcx ?? [], .. Filters(socket, FilterPlace.Side(device, direction))]);
    }

    public static IEnumerable<TcProgramOnHook> Filters(NetlinkSocket socket, FilterPlace place) =>
        BpfFilters.List(socket, place).Select(static f => new TcProgramOnHook(TcHook.Clsact, f.ProgramId, f.Name, f.Priority, f.Handle));
}
