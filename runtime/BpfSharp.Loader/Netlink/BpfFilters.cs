using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Netlink;

/// <summary><c>cls_bpf</c> filters in direct-action mode.</summary>
internal static class BpfFilters
{
    private const string Kind = "bpf";
    private const ushort AllProtocols = 3;

    /// <summary>All filters of the hook in the order in which the kernel runs them; empty where there is no clsact qdisc.</summary>
    public static List<TrafficFilter> List(NetlinkSocket socket, int interfaceIndex, TcDirection direction)
    {
        NetlinkReply reply = socket.Request(new NetlinkRequest(MessageType.GetFilter, MessageFlags.Dump)
            .Fixed(new TrafficMessage { Index = interfaceIndex, Parent = Clsact.Parent(direction) }));
        // Without the qdisc there is nothing to list: older kernels answer with an error, newer ones with nothing.
        if (reply.Error is -Errno.EINVAL or -Errno.ENOENT)
            return [];
        if (reply.Error < 0)
            throw Clsact.Failure($"list the {direction.ToString().ToLowerInvariant()} filters", reply);
        var filters = new List<TrafficFilter>();
        foreach (NetlinkMessage message in reply.Messages)
        {
            // Each priority also appears once by itself, with no handle.
            if (Decode(message.Payload) is { Handle: not 0 } filter)
                filters.Add(filter);
        }
        return filters;
    }

    /// <summary>Adds a filter, or replaces the one with the same priority and handle; gives it back as the kernel made it.</summary>
    public static TrafficFilter Add(NetlinkSocket socket, int interfaceIndex, TcDirection direction, KernelProgram program, ushort priority, uint handle, bool replace)
    {
        using FileDescriptor.Hold hold = program.Descriptor.Use();
        uint fd = (uint)hold.Fd;
        ushort flags = (ushort)(MessageFlags.Acknowledge | MessageFlags.Echo | MessageFlags.Create | (replace ? MessageFlags.Replace : MessageFlags.Exclusive));
        NetlinkReply reply = socket.Request(new NetlinkRequest(MessageType.NewFilter, flags)
            .Fixed(Header(interfaceIndex, direction, priority, handle))
            .Attribute(TrafficAttribute.Kind, Kind)
            .Nest(TrafficAttribute.Options, options => options
                .Attribute(TrafficAttribute.BpfFd, fd)
                .Attribute(TrafficAttribute.BpfName, program.Name)
                .Attribute(TrafficAttribute.BpfFlags, TrafficAttribute.BpfDirectAction)));
        if (reply.Error < 0)
            throw AddFailure(direction, program.Name, priority, handle, reply);
        foreach (NetlinkMessage message in reply.Messages)
        {
            if (message.Type == MessageType.NewFilter && Decode(message.Payload) is { } added)
                return added;
        }
        throw new BpfException($"The kernel added the tc filter for program '{program.Name}' and did not say which handle it has.");
    }

    /// <summary>Whether the filter is there and still holds that program.</summary>
    public static bool Holds(NetlinkSocket socket, int interfaceIndex, TcDirection direction, TrafficFilter filter, uint programId) =>
        List(socket, interfaceIndex, direction).Exists(f => f.Handle == filter.Handle && f.Priority == filter.Priority && f.ProgramId == programId);

    /// <summary>Removes a filter if it still holds that program; one that is gone, or was replaced by somebody, is left alone.</summary>
    public static void Remove(NetlinkSocket socket, int interfaceIndex, TcDirection direction, TrafficFilter filter, uint programId)
    {
        if (!Holds(socket, interfaceIndex, direction, filter, programId))
            return;
        NetlinkReply reply = socket.Request(new NetlinkRequest(MessageType.DeleteFilter, MessageFlags.Acknowledge)
            .Fixed(Header(interfaceIndex, direction, filter.Priority, filter.Handle))
            .Attribute(TrafficAttribute.Kind, Kind));
        if (reply.Error is not 0 and not -Errno.ENOENT and not -Errno.ENODEV)
            throw Clsact.Failure($"remove the tc filter of program '{filter.Name}'", reply);
    }

    internal static TrafficFilter? Decode(byte[] payload)
    {
        if (payload.Length < Unsafe.SizeOf<TrafficMessage>())
            return null;
        TrafficMessage header = MemoryMarshal.Read<TrafficMessage>(payload);
        var attributes = new NetlinkAttributes(payload.AsSpan(Unsafe.SizeOf<TrafficMessage>()));
        NetlinkAttributes options = attributes.Nested(TrafficAttribute.Options);
        string kind = attributes.Text(TrafficAttribute.Kind);
        bool isBpf = kind == Kind;
        string name = isBpf ? options.Text(TrafficAttribute.BpfName) : "";
        return new TrafficFilter(
            kind,
            header.Handle,
            (ushort)(header.Info >> 16),
            BinaryPrimitives.ReverseEndianness((ushort)header.Info),
            attributes.UInt32(TrafficAttribute.Chain),
            isBpf ? options.UInt32(TrafficAttribute.BpfId) : 0,
            name.Length > 0 ? name : kind);
    }

    private static TrafficMessage Header(int interfaceIndex, TcDirection direction, ushort priority, uint handle) => new()
    {
        Index = interfaceIndex,
        Parent = Clsact.Parent(direction),
        Handle = handle,
        Info = (uint)priority << 16 | BinaryPrimitives.ReverseEndianness(AllProtocols),
    };

    private static BpfKernelException AddFailure(TcDirection direction, string program, ushort priority, uint handle, NetlinkReply reply)
    {
        string action = $"add a tc {direction.ToString().ToLowerInvariant()} filter for program '{program}' (priority {priority}, handle 0x{handle:x})";
        return reply.Error == -Errno.EEXIST
            ? KernelErrors.CreateWithReason(action, reply.Error, "that priority and handle are taken: choose others, leave them 0, or ask for replacement", Capabilities.NetAdmin)
            : Clsact.Failure(action, reply);
    }
}
