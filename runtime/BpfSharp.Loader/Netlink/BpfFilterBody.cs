using System;
using System.Runtime.InteropServices;

namespace BpfSharp.Loader.Netlink;

/// <summary>The two ways in which a filter runs a program: as the classifier itself (<c>cls_bpf</c>), or as the action of one that matches all packets (<c>matchall</c>, <c>act_bpf</c>).</summary>
internal static class BpfFilterBody
{
    public const string Classifier = "bpf";
    public const string MatchAll = "matchall";
    private const string Action = "bpf";

    public static string Kind(TcFilterOptions options) => options.AsAction ? MatchAll : Classifier;

    /// <summary>Inside the filter's options.</summary>
    public static void Write(NetlinkRequest filter, int fd, string name, TcFilterOptions options)
    {
        if (options.AsAction)
        {
            var parameters = new BpfActionParameters { Otherwise = (int)TcAction.Unspec };
            filter.Nest(TrafficAttribute.MatchAllActions, actions => actions
                .Nest(ActionAttribute.First, action => action
                    .Attribute(ActionAttribute.Kind, Action)
                    .Nest(ActionAttribute.Options, inside => inside
                        .Attribute(ActionAttribute.BpfParameters, MemoryMarshal.AsBytes(new ReadOnlySpan<BpfActionParameters>(in parameters)))
                        .Attribute(ActionAttribute.BpfFd, (uint)fd)
                        .Attribute(ActionAttribute.BpfName, name))));
            return;
        }
        filter.Attribute(TrafficAttribute.BpfFd, (uint)fd).Attribute(TrafficAttribute.BpfName, name);
        if (options.DirectAction)
            filter.Attribute(TrafficAttribute.BpfFlags, TrafficAttribute.BpfDirectAction);
        if (options.Class.Value != 0)
            filter.Attribute(TrafficAttribute.BpfClassId, options.Class.Value);
    }

    /// <summary>The program of a filter; 0 and an empty name where it has none.</summary>
    public static (uint ProgramId, string Name) Read(string kind, NetlinkAttributes options)
    {
        if (kind == Classifier)
            return (options.UInt32(TrafficAttribute.BpfId), options.Text(TrafficAttribute.BpfName));
        if (kind != MatchAll)
            return (0, "");
        NetlinkAttributes action = options.Nested(TrafficAttribute.MatchAllActions).Nested(ActionAttribute.First);
        if (action.Text(ActionAttribute.Kind) != Action)
            return (0, "");
        NetlinkAttributes inside = action.Nested(ActionAttribute.Options);
        return (inside.UInt32(ActionAttribute.BpfId), inside.Text(ActionAttribute.BpfName));
    }
}
