using System.Collections.Generic;
using System.Threading;
using BpfSharp.Loader.Netlink;

namespace BpfSharp.Loader;

/// <summary>Which clsact qdiscs this process added: only those are removed, by the last of our filters, and only if nobody else hung a filter on them.</summary>
internal static class ClsactOwnership
{
    private static readonly Lock s_turn = new();
    private static readonly Dictionary<Key, State> s_qdiscs = [];

    /// <summary>Makes sure that the interface has the qdisc.</summary>
    /// <exception cref="BpfException">It has an ingress qdisc, and egress is wanted.</exception>
    public static Key Acquire(NetlinkSocket socket, NetworkInterface device, TcDirection direction)
    {
        var key = new Key(CurrentNamespace.Name, device.Index);
        lock (s_turn)
        {
            string kind = Clsact.Find(socket, device.Index);
            if (kind == Clsact.IngressKind && direction == TcDirection.Egress)
            {
                throw new BpfException(
                    $"Interface '{device.Name}' has somebody's 'ingress' qdisc, which has no egress side and excludes clsact. "
                    + $"Replace it ('tc qdisc del dev {device.Name} ingress'), or attach by TCX.");
            }
            bool added = kind.Length == 0 && Clsact.TryAdd(socket, device.Index);
            State state = s_qdiscs.GetValueOrDefault(key);
            // An entry that says "ours" is stale where the qdisc had gone meanwhile.
            bool ours = added || (state.Ours && kind == Clsact.ClsactKind);
            s_qdiscs[key] = new State(state.Filters + 1, ours);
            return key;
        }
    }

    /// <summary>One of our filters is gone.</summary>
    public static void Release(NetlinkSocket socket, Key key)
    {
        lock (s_turn)
        {
            State state = s_qdiscs.GetValueOrDefault(key);
            if (state.Filters > 1)
            {
                s_qdiscs[key] = state with { Filters = state.Filters - 1 };
                return;
            }
            s_qdiscs.Remove(key);
            if (state.Ours && IsEmpty(socket, key.InterfaceIndex))
                Clsact.Remove(socket, key.InterfaceIndex);
        }
    }

    private static bool IsEmpty(NetlinkSocket socket, int interfaceIndex) =>
        BpfFilters.List(socket, new FilterPlace(interfaceIndex, Clsact.Parent(TcDirection.Ingress), "the ingress side")).Count == 0
        && BpfFilters.List(socket, new FilterPlace(interfaceIndex, Clsact.Parent(TcDirection.Egress), "the egress side")).Count == 0;

    /// <summary>An interface of a network namespace.</summary>
    internal readonly record struct Key(string Namespace, int InterfaceIndex);

    private readonly record struct State(int Filters, bool Ours);
}
