using System.Collections.Generic;
using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>A hook whose programs the kernel orders (mprog): a side of an interface, or of a netkit pair.</summary>
/// <param name="Description">For messages.</param>
/// <param name="WhyInvalid">What EINVAL means here.</param>
internal readonly record struct TcxHook(int InterfaceIndex, int AttachType, string Description, string WhyInvalid)
{
    // BPF_MPROG_MAX
    public const int MostPrograms = 64;

    public static TcxHook Tcx(NetworkInterface device, TcDirection direction) => new(
        device.Index,
        direction == TcDirection.Ingress ? Syscalls.AttachType.TcxIngress : Syscalls.AttachType.TcxEgress,
        $"interface '{device.Name}' {(direction == TcDirection.Ingress ? "ingress" : "egress")} by TCX",
        "this kernel has no TCX (it came with Linux 6.6): attach by clsact or leave the choice to Auto");

    public static TcxHook Netkit(NetworkInterface device, NetkitSide side) => new(
        device.Index,
        side == NetkitSide.Primary ? Syscalls.AttachType.NetkitPrimary : Syscalls.AttachType.NetkitPeer,
        $"the {(side == NetkitSide.Primary ? "primary" : "peer")} side of netkit interface '{device.Name}'",
        "this kernel has no netkit (it came with Linux 6.7)");

    /// <summary>The programs in the order in which they run, and the hook's revision; null where the kernel has no such hook.</summary>
    public unsafe List<TcProgramOnHook>? List(out ulong revision)
    {
        uint* programs = stackalloc uint[MostPrograms];
        uint* links = stackalloc uint[MostPrograms];
        var attribute = new ProgramQueryAttribute
        {
            TargetInterface = InterfaceIndex,
            AttachType = AttachType,
            ProgramIds = (ulong)programs,
            LinkIds = (ulong)links,
            Count = MostPrograms,
        };
        int result = BpfSystemCall.Invoke(BpfCommand.ProgramQuery, ref attribute);
        revision = 0;
        if (result is -Errno.EINVAL)
            return null;
        // No program has been there yet.
        if (result is -Errno.ENOENT)
            return [];
        if (result < 0)
            throw KernelErrors.Create($"list the programs of {Description}", result, Capabilities.NetAdmin);
        revision = attribute.Revision;
        var list = new List<TcProgramOnHook>();
        for (int i = 0; i < attribute.Count; i++)
            list.Add(new(TcHook.Tcx, programs[i], KernelObjects.ProgramName(programs[i]), 0, 0) { LinkId = links[i] });
        return list;
    }
}
