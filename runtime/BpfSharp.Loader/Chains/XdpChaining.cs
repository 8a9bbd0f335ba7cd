using System;
using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;

namespace BpfSharp.Loader;

/// <summary>Puts XDP programs into chains, and chooses how they are called.</summary>
internal static class XdpChaining
{
    public static XdpChainLink Attach(KernelProgram program, string interfaceName, XdpChainOptions options)
    {
        ProgramMaking making = program.Making ?? throw new InvalidOperationException($"program '{program.Name}' was not loaded from an object");
        if (options.Mode == XdpMode.Offload)
            throw new ArgumentException("A card runs one program: a chain can't be offloaded.", nameof(options));
        if (program.Kind.Device != 0)
            throw new InvalidOperationException($"Program '{program.Name}' is made for one interface (DeviceBound): the kernel lets no other program call it. Attach it alone.");
        var socket = new NetlinkSocket();
        bool isKept = false;
        try
        {
            NetworkInterface device = NetworkInterface.ByName(socket, interfaceName);
            XdpChainKind kind = Choose(device, options.Kind, out string reason);
            var slot = new DispatcherSlot(options.Priority, ChainVerdict.Mask(options.ContinueOn), program.Kind.HasFragments);
            ChainAdmission admission = kind == XdpChainKind.Dispatcher
                ? DispatcherChain.Add(socket, device, making, slot, options.Mode)
                : TailCallChain.Add(socket, device, making, program.Kind, slot, options.Mode);
            isKept = kind == XdpChainKind.Dispatcher;
            return new XdpChainLink(device, program.Name, admission.ProgramId, admission with { FallbackReason = $"{reason} {admission.FallbackReason}".Trim() });
        }
        finally
        {
            if (!isKept)
                socket.Dispose();
        }
    }

    public static XdpChainState? Query(NetworkInterface device) => TailCallChain.Query(device) ?? DispatcherChain.Query(device);

    // What is there decides; then what is asked for; then what the kernel can.
    private static XdpChainKind Choose(NetworkInterface device, XdpChainKind asked, out string reason)
    {
        reason = "";
        if (TailCallChain.Exists(device))
        {
            return asked != XdpChainKind.Dispatcher
                ? XdpChainKind.TailCalls
                : throw new BpfException($"Interface '{device.Name}' has a chain by tail calls; a dispatcher can't stand beside it.");
        }
        if (asked != XdpChainKind.Auto)
            return asked;
        if (BpfFeatures.Extensions != FeatureState.Present)
            reason = "This kernel lets no program take a function's place (freplace), so the chain goes by tail calls.";
        else if (!BpfFileSystem.Contains(DispatcherPins.Root))
            reason = $"No BPF file system has '{DispatcherPins.Root}' ('mount -t bpf bpf /sys/fs/bpf'), so the chain goes by tail calls.";
        return reason.Length == 0 ? XdpChainKind.Dispatcher : XdpChainKind.TailCalls;
    }
}
