using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Samples;
using EdgeBalancer.Tables;

namespace EdgeBalancer.Configuration;

/// <summary>Brings configurations, and what health checks say, into the kernel under traffic: what packets refer to is there before, and goes after.</summary>
public sealed class EdgeStore(IEdge edge)
{
    private readonly BackendPlaces _places = new(edge);
    private readonly DropLists _lists = new(edge);
    private readonly Dictionary<VipKey, VipTable> _tables = [];
    private readonly HashSet<Ipv6Address> _down = [];
    private uint _lastNumber;

    /// <summary>What holds.</summary>
    public EdgeSettings Current { get; private set; } = new();

    /// <summary>Reads a configuration and puts it in the place of the one that holds; with a problem, that one stays.</summary>
    /// <returns>The problems; none: it holds now.</returns>
    public IReadOnlyList<ConfigurationProblem> Load(string text)
    {
        (EdgeSettings settings, IReadOnlyList<ConfigurationProblem> problems) = EdgeText.Parse(text);
        if (problems.Count == 0)
            Use(settings);
        return problems;
    }

    /// <summary>Takes a backend that is not well out of all tables, or back; its flows choose anew.</summary>
    /// <returns>Whether that is news.</returns>
    public bool SetHealth(BackendEntry backend, bool isWell)
    {
        if (!(isWell ? _down.Remove(backend.Place) : _down.Add(backend.Place)))
            return false;
        if (isWell)
            _places.SetUsable(backend.Place, true);
        foreach (VipEntry vip in Current.Vips.Where(v => v.Backends.Any(b => b.Place == backend.Place)))
            Fill(vip);
        if (!isWell)
            _places.SetUsable(backend.Place, false);
        return true;
    }

    /// <summary>Whether health checks say that a backend takes packets.</summary>
    public bool IsWell(BackendEntry backend) => !_down.Contains(backend.Place);

    /// <summary>The place of a backend in the maps.</summary>
    public uint IndexOf(BackendEntry backend) => _places[backend.Place];

    /// <summary>Where a service's counters are.</summary>
    public uint TableOf(VipEntry vip) => _tables[vip.Key].Table;

    /// <summary>The slots of a service: places of backends in the maps.</summary>
    public IReadOnlyList<uint> SlotsOf(VipEntry vip) => _tables[vip.Key].Slots;

    private void Use(EdgeSettings settings)
    {
        (edge.Source4, edge.Source6) = (settings.Source4, settings.Source6);
        (edge.SourceLimit, edge.NetworkLimit, edge.SynLimit, edge.NewFlowLimit) = (settings.SourceLimit, settings.NetworkLimit, settings.SynLimit, settings.FlowLimit);
        edge.ReportEvery = settings.ReportEvery;
        _lists.Replace(settings.Listed);
        List<BackendEntry> backends = [.. settings.Vips.SelectMany(static v => v.Backends)];
        foreach (IGrouping<Ipv6Address, BackendEntry> backend in backends.GroupBy(static b => b.Place)) // of one or more services
            _places.Add(backend.Key, backend.FirstOrDefault(static b => b.Server is not null)?.Server);
        _down.IntersectWith(backends.Where(static b => b.Check is not null).Select(static b => b.Place));
        foreach (Ipv6Address well in backends.Select(static b => b.Place).Where(p => !_down.Contains(p)))
            _places.SetUsable(well, true);
        foreach (VipKey gone in _tables.Keys.Except(settings.Vips.Select(static v => v.Key)).ToList())
        {
            edge.Vips.Remove(gone);
            _tables.Remove(gone);
        }

        foreach (VipEntry vip in settings.Vips)
            Put(vip);
        PutAddresses(settings);
        _places.KeepOnly(backends);
        Current = settings;
    }

    private void Put(VipEntry vip)
    {
        if (!_tables.TryGetValue(vip.Key, out VipTable? table))
        {
            uint free = 0;
            while (_tables.Values.Any(t => t.Table == free))
                free++;
            _tables.Add(vip.Key, table = new VipTable(++_lastNumber, free));
        }

        Fill(vip);
        edge.Vips[vip.Key] = new Vip(table.Number, table.Table, vip.IsQuic ? 1u : 0);
    }

    // With nobody well the checks are more likely to be wrong than all backends dead.
    private void Fill(VipEntry vip)
    {
        List<BackendEntry> taking = [.. vip.Backends.Where(static b => b.Weight > 0)];
        if (taking.Exists(IsWell))
            taking.RemoveAll(b => !IsWell(b));
        uint[] slots = Maglev.Build(taking.Select(b => new MaglevMember(b.Address.ToString(), b.Weight, _places[b.Place])), Edge.TableSize);
        VipTable table = _tables[vip.Key];
        if (table.Slots.AsSpan().SequenceEqual(slots))
            return;
        edge.Slots.Write(table.Table * Edge.TableSize, slots);
        table.Slots = slots;
    }

    private void PutAddresses(EdgeSettings settings)
    {
        List<Ipv6Address> addresses = [.. settings.Vips.Select(static v => v.Key.Address).Distinct()];
        foreach (Ipv6Address address in addresses)
            edge.Vips[new VipKey(address, 0, 0)] = default;
        foreach (Ipv6Address gone in Current.Vips.Select(static v => v.Key.Address).Distinct().Except(addresses))
            edge.Vips.Remove(new VipKey(gone, 0, 0));
    }
}
