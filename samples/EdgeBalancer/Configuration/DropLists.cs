using System.Collections.Generic;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Views;

namespace EdgeBalancer.Configuration;

/// <summary>The lists of who is dropped: single sources in a hash map, networks in a trie.</summary>
internal sealed class DropLists(IEdge edge)
{
    private Dictionary<Ipv6Address, uint> _sources = [];
    private Dictionary<Ipv6Prefix, uint> _networks = [];

    /// <summary>Puts a list in the place of the one that holds; what both have is dropped all the time.</summary>
    public void Replace(IReadOnlyDictionary<Ipv6Prefix, uint> listed)
    {
        Dictionary<Ipv6Address, uint> sources = listed.Where(static l => l.Key.Length == Ipv6Prefix.MaxLength).ToDictionary(static l => l.Key.Address, static l => l.Value);
        Dictionary<Ipv6Prefix, uint> networks = listed.Where(static l => l.Key.Length < Ipv6Prefix.MaxLength).ToDictionary(static l => l.Key, static l => l.Value);
        Change(edge.ListedSources, _sources, sources);
        Change(edge.ListedNetworks, _networks, networks);
        edge.HasListedSources = sources.Count > 0;
        edge.HasListedNetworks = networks.Count > 0;
        (_sources, _networks) = (sources, networks);
    }

    private static void Change<TKey>(IHashMapView<TKey, uint> map, Dictionary<TKey, uint> from, Dictionary<TKey, uint> to)
        where TKey : unmanaged
    {
        List<KeyValuePair<TKey, uint>> set = [.. to.Where(t => !from.TryGetValue(t.Key, out uint line) || line != t.Value)];
        map.Set([.. set.Select(static s => s.Key)], [.. set.Select(static s => s.Value)]);
        map.Remove([.. from.Keys.Where(k => !to.ContainsKey(k))]);
    }
}
