using System;
using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;

namespace BpfSharp.Loader;

/// <summary>Attaches tc programs elsewhere than on the two sides of an interface.</summary>
internal static class FilterAttaching
{
    public static TcFilterLink ToQdisc(KernelProgram program, string interfaceName, TcHandle qdisc, TcFilterOptions options) => WithSocket(options, socket =>
    {
        NetworkInterface device = NetworkInterface.ByName(socket, interfaceName);
        return Attach(socket, program, FilterPlace.Qdisc(device, qdisc), device.Name, device.Index, options);
    });

    public static TcFilterLink ToBlock(KernelProgram program, uint block, TcFilterOptions options) => WithSocket(options, socket =>
    {
        FilterPlace place = FilterPlace.Block(block);
        return Attach(socket, program, place, place.Description, 0, options);
    });

    /// <summary>As the action of a filter, on a side of an interface.</summary>
    public static TcActionLink AsAction(KernelProgram program, string interfaceName, TcDirection direction, TcFilterOptions options) => WithSocket(options, socket =>
    {
        // A missing part is said before the interface is given a qdisc for nothing.
        if (BpfFeatures.ActBpf == FeatureState.Absent)
        {
            throw new BpfException(
                $"Could not attach program '{program.Name}' as an action to interface '{interfaceName}': this kernel has no BPF actions (act_bpf, CONFIG_NET_ACT_BPF). Attach it as a filter, by Attach.");
        }
        NetworkInterface device = NetworkInterface.ByName(socket, interfaceName);
        ProgramMaking making = program.Making ?? throw new InvalidOperationException($"program '{program.Name}' was not loaded from an object");
        // The kernel takes another program type here; the filter keeps this one.
        using KernelProgram action = making.Load(ProgramKind.Action);
        uint programId = action.ReadInfo().Id;
        FilterAttachment attachment = FilterAttachment.AttachToSide(socket, action, programId, device, direction, options with { AsAction = true });
        return new TcActionLink(attachment, device.Name, device.Index, program.Name, programId);
    });

    public static NetkitLink ToNetkit(KernelProgram program, string interfaceName, NetkitSide side, TcAttachOptions options)
    {
        using var socket = new NetlinkSocket();
        NetworkInterface device = NetworkInterface.ByName(socket, interfaceName);
        if (device.Kind != "netkit")
            throw new BpfException($"Interface '{device.Name}' is {(device.Kind.Length > 0 ? "a " + device.Kind + " interface" : "hardware")}, not a netkit pair: attach by TCX.");
        uint programId = program.ReadInfo().Id;
        return new NetkitLink(TcxAttachment.Attach(program, TcxHook.Netkit(device, side), options), device, side, program.Name, programId);
    }

    private static TcFilterLink Attach(NetlinkSocket socket, KernelProgram program, FilterPlace place, string name, int index, TcFilterOptions options)
    {
        uint programId = program.ReadInfo().Id;
        return new TcFilterLink(FilterAttachment.Attach(socket, program, programId, place, options), name, index, program.Name, programId);
    }

    // The socket stays open with the link; without one it is closed.
    private static T WithSocket<T>(TcFilterOptions options, Func<NetlinkSocket, T> attach)
    {
        if (options.Replace && (options.Priority == 0 || options.Handle == 0))
            throw new ArgumentException("Replacing a filter needs its priority and its handle.", nameof(options));
        var socket = new NetlinkSocket();
        try
        {
            return attach(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
