using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Netlink;

/// <summary>Filters that run BPF programs.</summary>
internal static class BpfFilters
{
    private const ushort AllProtocols = 3;

    /// <summary>All filters of the place in the order in which the kernel runs them; empty where there is no such qdisc.</summary>
    public static List<TrafficFilter> List(NetlinkSocket socket, FilterPlace place)
    {
        NetlinkReply reply = socket.Request(new NetlinkRequest(MessageType.GetFilter, MessageFlags.Dump)
            .Fixed(new TrafficMessage { Index = place.Index, Parent = place.Parent }));
        // Without the qdisc there is nothing to list: older kernels answer with an error, newer ones with nothing.
        if (reply.Error is -Errno.EINVAL or -Errno.ENOENT)
            return [];
        if (reply.Error < 0)
            throw Clsact.Failure($"list the filters of {place.Description}", reply);
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
    public static TrafficFilter Add(NetlinkSocket socket, FilterPlace place, KernelProgram program, TcFilterOptions options)
    {
        using FileDescriptor.Hold hold = program.Descriptor.Use();
        int fd = hold.Fd;
        ushort flags = (ushort)(MessageFlags.Acknowledge | MessageFlags.Echo | MessageFlags.Create | (options.Replace ? MessageFlags.Replace : MessageFlags.Exclusive));
        NetlinkReply reply = socket.Request(new NetlinkRequest(MessageType.NewFilter, flags)
            .Fixed(Header(place, options.Priority, options.Handle))
            .Attribute(TrafficAttribute.Kind, BpfFilterBody.Kind(options))
            .Nest(TrafficAttribute.Options, filter => BpfFilterBody.Write(filter, fd, program.Name, options)));
        if (reply.Error < 0)
            throw AddFailure(place, program.Name, options, reply);
        foreach (NetlinkMessage message in reply.Messages)
        {
            if (message.Type == MessageType.NewFilter && Decode(message.Payload) is { } added)
                return added.Handle != 0 ? added : Find(socket, place, program, added.Priority) ?? throw Unsaid(program);
        }
        throw Unsaid(program);
    }

    // A new matchall filter is echoed without its handle and content (mall_change gives back the old one, which there is none of).
    private static TrafficFilter? Find(NetlinkSocket socket, FilterPlace place, KernelProgram program, ushort priority)
    {
        uint programId = program.ReadInfo().Id;
        return List(socket, place).Find(f => f.Priority == priority && f.ProgramId == programId);
    }

    private static BpfException Unsaid(KernelProgram program) =>
        new($"The kernel added the tc filter for program '{program.Name}' and did not say which handle it has.");

    /// <summary>Whether the filter is there and still holds that program.</summary>
    public static bool Holds(NetlinkSocket socket, FilterPlace place, TrafficFilter filter, uint programId) =>
        List(socket, place).Exists(f => f.Handle == filter.Handle && f.Priority == filter.Priority && f.ProgramId == programId);

    /// <summary>Removes a filter if it still holds that program; one that is gone, or was replaced by somebody, is left alone.</summary>
    public static void Remove(NetlinkSocket socket, FilterPlace place, TrafficFilter filter, uint programId)
    {
        if (!Holds(socket, place, filter, programId))
            return;
        NetlinkReply reply = socket.Request(new NetlinkRequest(MessageType.DeleteFilter, MessageFlags.Acknowledge)
            .Fixed(Header(place, filter.Priority, filter.Handle))
            .Attribute(TrafficAttribute.Kind, filter.Kind));
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
        (uint programId, string name) = BpfFilterBody.Read(kind, options);
        return new TrafficFilter(
            kind,
            header.Handle,
            (ushort)(header.Info >> 16),
            BinaryPrimitives.ReverseEndianness((ushort)header.Info),
            attributes.UInt32(TrafficAttribute.Chain),
            programId,
            name.Length > 0 ? name : kind)
        {
            IsDirectAction = (options.UInt32(TrafficAttribute.BpfFlags) & TrafficAttribute.BpfDirectAction) != 0,
        };
    }

    private static TrafficMessage Header(FilterPlace place, ushort priority, uint handle) => new()
    {
        Index = place.Index,
        Parent = place.Parent,
        Handle = handle,
        Info = (uint)priority << 16 | BinaryPrimitives.ReverseEndianness(AllProtocols),
    };

    private static BpfKernelException AddFailure(FilterPlace place, string program, TcFilterOptions options, NetlinkReply reply)
    {
        string action = $"add a tc filter for program '{program}' to {place.Description} (priority {options.Priority}, handle 0x{options.Handle:x})";
        return -reply.Error switch
        {
            Errno.EEXIST => KernelErrors.CreateWithReason(
                action, reply.Error, "that priority and handle are taken: choose others, leave them 0, or ask for replacement", Capabilities.NetAdmin),
            Errno.ENOENT when options.AsAction => KernelErrors.CreateWithReason(
                action, reply.Error, $"this kernel lacks {BpfFilterBody.MatchAll} filters or BPF actions (CONFIG_NET_CLS_MATCHALL, CONFIG_NET_ACT_BPF): attach the program as a filter instead", Capabilities.NetAdmin),
            _ => Clsact.Failure(action, reply),
        };
    }
}
