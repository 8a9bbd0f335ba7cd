using System;
using System.Collections.Generic;
using System.Linq;
using EdgeBalancer;
using EdgeBalancer.Tables;

namespace BpfSharp.Samples.Tests.EdgeBalancer;

/// <summary>Balancers behind a router that spreads flows (ECMP), each with a table of connections of its own; what is common is only the list of backends.</summary>
internal sealed class FleetSimulation
{
    private readonly Dictionary<string, uint[]> _tables = [];
    private readonly List<(uint[] Table, Dictionary<int, uint> Remembered)> _balancers = [];
    private readonly uint[] _hashes;
    private readonly uint[] _backends;
    private int[] _paths;
    private HashSet<uint> _known;

    /// <param name="balancers">How many balancers.</param>
    /// <param name="backends">The backends at first.</param>
    /// <param name="flows">How many flows are open.</param>
    /// <param name="random">Where flows come from.</param>
    public FleetSimulation(int balancers, IReadOnlyList<uint> backends, int flows, Random random)
    {
        _known = [.. backends];
        for (int i = 0; i < balancers; i++)
            _balancers.Add((Table(backends), []));
        _hashes = [.. Enumerable.Range(0, flows).Select(_ => (uint)random.NextInt64(1L << 32))];
        _backends = new uint[flows];
        _paths = Paths(balancers);
        for (int flow = 0; flow < flows; flow++)
            _backends[flow] = Packet(flow);
    }

    /// <summary>Flows that have come to a backend that did not know them, since the last time it was asked.</summary>
    public int Broken { get; private set; }

    public int Flows => _hashes.Length;

    /// <summary>Where each slot of a balancer's table leads.</summary>
    public uint[] TableOf(int balancer) => _balancers[balancer].Table;

    /// <summary>Some balancers hear of another list of backends.</summary>
    public void Tell(IReadOnlyList<uint> backends, Func<int, bool> whom)
    {
        uint[] table = Table(backends);
        _known = [.. backends];
        for (int i = 0; i < _balancers.Count; i++)
        {
            if (!whom(i))
                continue;
            (_, Dictionary<int, uint> remembered) = _balancers[i];
            foreach (int flow in remembered.Where(r => !_known.Contains(r.Value)).Select(static r => r.Key).ToList())
                remembered.Remove(flow);
            _balancers[i] = (table, remembered);
        }
    }

    /// <summary>Balancers fail, or come back with nothing remembered; the router spreads flows over those that there are, and may move others too.</summary>
    public void Balancers(int count)
    {
        while (_balancers.Count > count)
            _balancers.RemoveAt(_balancers.Count - 1);
        while (_balancers.Count < count)
            _balancers.Add((_balancers[0].Table, []));
        _paths = Paths(count);
    }

    /// <summary>Each flow has a packet. A flow whose backend is gone begins anew, which no balancer could help; one that comes to another backend is broken, and begins anew.</summary>
    public int Round()
    {
        Broken = 0;
        for (int flow = 0; flow < _hashes.Length; flow++)
        {
            uint backend = Packet(flow);
            if (backend != _backends[flow] && _known.Contains(_backends[flow]))
                Broken++;
            _backends[flow] = backend;
        }

        return Broken;
    }

    private uint Packet(int flow)
    {
        (uint[] table, Dictionary<int, uint> remembered) = _balancers[_paths[flow]];
        if (!remembered.TryGetValue(flow, out uint backend))
            remembered[flow] = backend = table[(int)((ulong)_hashes[flow] * Edge.TableSize >> 32)];
        return backend;
    }

    // A router that is not consistent: with another number of balancers most flows take another way.
    private int[] Paths(int balancers) => [.. _hashes.Select(h => (int)((h * 0x9e37_79b1u >> 8) % (uint)balancers))];

    private uint[] Table(IReadOnlyList<uint> backends)
    {
        string key = string.Join(',', backends.Order());
        if (!_tables.TryGetValue(key, out uint[]? table))
            _tables[key] = table = Maglev.Build(backends.Select(static b => new MaglevMember($"fd97:{b:x}::1", 1, b)), Edge.TableSize);
        return table;
    }
}
