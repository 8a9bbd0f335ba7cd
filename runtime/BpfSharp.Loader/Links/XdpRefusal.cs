using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>Says why an interface takes no XDP program. A BPF link gives only an error number, so the rest is found out here.</summary>
internal static class XdpRefusal
{
    // A page minus headroom, tailroom and the Ethernet header: what a driver without fragments can hold; each driver's own limit is near.
    private const uint NativeMtuLimit = 3498;

    /// <param name="kernelText">The kernel's own text where it gave one.</param>
    public static BpfKernelException Explain(XdpAttaching.Attempt attempt, XdpMode mode, int error, string kernelText)
    {
        (NetlinkSocket socket, KernelProgram program, NetworkInterface device, _, bool byLink) = attempt;
        string action = $"attach XDP program '{program.Name}' to interface '{device.Name}' in {mode.ToString().ToLowerInvariant()} mode";
        return -error switch
        {
            Errno.EBUSY or Errno.EEXIST => Busy(NetworkInterface.ByIndex(socket, device.Index), action, -error, attempt.Replaced is not null),
            Errno.EPERM or Errno.EACCES => KernelErrors.Create(action, error, Capabilities.NetAdmin, Capabilities.Bpf),
            Errno.ENODEV => new InterfaceNotFoundException($"Could not {action}: the interface has gone (ENODEV).", device.Name),
            _ when mode == XdpMode.Native => KernelErrors.CreateWithReason(
                action, error, $"{NativeReason(device, error, byLink ? KernelText(socket, device, program) : kernelText)}; {NativeRemedy(device)}", Capabilities.NetAdmin),
            _ when mode == XdpMode.Offload => KernelErrors.CreateWithReason(
                action, error, $"{OffloadReason(device, byLink ? "" : kernelText)}; attach in native mode", Capabilities.NetAdmin),
            _ when kernelText.Length > 0 => KernelErrors.CreateWithReason(action, error, $"the kernel says \"{kernelText}\"", Capabilities.NetAdmin),
            _ => KernelErrors.CreateWithReason(action, error, KernelErrors.Remedy(-error), Capabilities.NetAdmin),
        };
    }

    /// <summary>Why the driver refuses.</summary>
    public static string NativeReason(NetworkInterface device, int error, string kernelText = "")
    {
        string reason = device.Mtu > NativeMtuLimit && -error is Errno.ERANGE or Errno.EINVAL or Errno.EOPNOTSUPP
            ? $"the MTU of {device.Mtu} is too large for native XDP without fragments"
            : -error switch
            {
                Errno.EOPNOTSUPP => device.Kind.Length > 0 ? $"the {device.Kind} driver has no native XDP" : "the driver has no native XDP",
                Errno.ERANGE => "an MTU (of this interface or, for veth, of its peer) is too large for native XDP without fragments",
                Errno.ENOMEM => "the driver has not enough memory or queues",
                _ => "the driver refuses native XDP as it is configured",
            };
        return kernelText.Length > 0 ? $"{reason} (the kernel says \"{kernelText}\")" : reason;
    }

    private static string OffloadReason(NetworkInterface device, string kernelText)
    {
        string reason = device.Kind.Length > 0
            ? $"a {device.Kind} interface has no card that runs programs"
            : "the card does not run programs, or the program was not loaded for it";
        return kernelText.Length > 0 ? $"{reason} (the kernel says \"{kernelText}\")" : reason;
    }

    private static string NativeRemedy(NetworkInterface device) => device.Mtu > NativeMtuLimit
        ? $"lower it ('ip link set {device.Name} mtu 1500'), declare the program [XdpProgram(Fragments = true)] (section xdp.frags), or attach in generic or automatic mode"
        : "attach in generic or automatic mode";

    private static HookBusyException Busy(NetworkInterface device, string action, int errno, bool replaces)
    {
        uint id = device.Xdp.Program;
        string name = id == 0 ? "" : KernelObjects.ProgramName(id);
        if (id == 0 && replaces)
        {
            return new HookBusyException(
                $"Could not {action}: the program to be replaced is not there any more, and none is ({Errno.Name(errno)}). Attach without naming one to replace.", errno, 0, "");
        }
        string holder = id == 0 ? "another XDP program" : $"XDP program {(name.Length > 0 ? $"'{name}'" : "without a name")} (id {id})";
        string mode = device.Xdp.NativeProgram != 0 ? "native" : device.Xdp.HardwareProgram != 0 ? "offloaded" : "generic";
        return new HookBusyException(
            $"Could not {action}: {holder} is already there in {mode} mode, and an interface takes one ({Errno.Name(errno)}). "
            + $"Stop the process that holds it ('bpftool link' shows a link's owner), or remove one that was attached without a link by "
            + $"'ip link set dev {device.Name} xdp off'.",
            errno, id, name);
    }

    // The kernel's text comes only by netlink: the same request that has just been refused is made there. Should it succeed this
    // time, it is taken back at once.
    private static string KernelText(NetlinkSocket socket, NetworkInterface device, KernelProgram program)
    {
        NetlinkReply reply = XdpRequests.Add(socket, device.Index, program.Descriptor, XdpFlags.Native);
        if (reply.Error == 0)
            XdpRequests.Replace(socket, device.Index, program.Descriptor, null, XdpFlags.Native);
        return reply.Text;
    }
}
