using System.Collections.Generic;
using System.Linq;
using BpfSharp.Protocols;

namespace EdgeBalancer.Configuration;

/// <summary>Gives backends their places in the maps, for as long as a service has them.</summary>
internal sealed class BackendPlaces(IEdge edge)
{
    private readonly Dictionary<Ipv6Address, (uint Index, uint Generation, uint? Server)> _places = [];
    private readonly SortedSet<uint> _free = [.. Enumerable.Range(1, Edge.MostBackends - 1).Select(static i => (uint)i)]; // 0 is nobody
    private uint _lastGeneration;

    public uint this[Ipv6Address address] => _places[address].Index;

    /// <summary>Gives a place to a backend that has none, and takes its server id, if any, in the place of the one before.</summary>
    public void Add(Ipv6Address address, uint? server)
    {
        if (!_places.TryGetValue(address, out (uint Index, uint Generation, uint? Server) place))
        {
            place = (_free.Min, ++_lastGeneration, null);
            _free.Remove(place.Index);
            edge.Backends[place.Index] = new Backend { Address = address, Generation = place.Generation };
        }

        if (place.Server is { } old && old != server)
            RemoveServer(old, place.Index);
        if (server is { } id)
            edge.Servers[id] = place.Index;
        _places[address] = place with { Server = server };
    }

    public void SetUsable(Ipv6Address address, bool usable)
    {
        (uint index, uint generation, _) = _places[address];
        edge.Backends[index] = new Backend { Address = address, Generation = generation, Usable = usable ? 1u : 0 };
    }

    /// <summary>Takes the places of all others; no table names them any more, and flows that remember them choose anew.</summary>
    public void KeepOnly(IEnumerable<BackendEntry> backends)
    {
        foreach (Ipv6Address gone in _places.Keys.Except(backends.Select(static b => b.Place)).ToList())
        {
            (uint index, _, uint? server) = _places[gone];
            if (server is { } id)
                RemoveServer(id, index);
            edge.Backends[index] = default;
            _places.Remove(gone);
            _free.Add(index);
        }
    }

    // Unless it is another backend's by now.
    private void RemoveServer(uint id, uint index)
    {
        if (edge.Servers.TryGetValue(id, out uint named) && named == index)
            edge.Servers.Remove(id);
    }
}
