using System.Collections.Generic;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Samples;

namespace ServiceBalancer.Configuration;

/// <summary>Brings configurations into the kernel, one after the other, under traffic.</summary>
public sealed class ServiceStore(IBalancer balancer)
{
    private readonly Dictionary<ServiceKey, (uint Set, int Slots)> _sets = [];
    private uint _lastSet;

    /// <summary>The services that hold.</summary>
    public IReadOnlyList<ServiceEntry> Current { get; private set; } = [];

    /// <summary>Reads a configuration and puts it in the place of the one that holds; with a problem, that one stays.</summary>
    /// <returns>The problems; none: it holds now.</returns>
    public IReadOnlyList<ConfigurationProblem> Load(string text)
    {
        (IReadOnlyList<ServiceEntry> services, IReadOnlyList<ConfigurationProblem> problems) = ServiceText.Parse(text);
        if (problems.Count > 0)
            return problems;

        foreach (ServiceEntry service in services)
            Put(service);
        foreach (ServiceKey gone in _sets.Keys.Except(services.Select(static s => s.Key)).ToList())
            Drop(gone);
        PutAddresses(services);
        ForgetConnections(services);
        Current = services;
        return problems;
    }

    // The set is complete before the service names it, and goes after.
    private void Put(ServiceEntry service)
    {
        uint set = ++_lastSet;
        Place[] slots = [.. service.Backends.SelectMany(static b => Enumerable.Repeat(b.Place, b.Weight))];
        for (uint slot = 0; slot < slots.Length; slot++)
            balancer.Backends[new BackendSlot(set, slot)] = slots[slot];
        balancer.Services[service.Key] = new Service(set, (uint)slots.Length, service.AffinitySeconds);
        RemoveSet(service.Key);
        _sets[service.Key] = (set, slots.Length);
    }

    private void Drop(ServiceKey service)
    {
        balancer.Services.Remove(service);
        RemoveSet(service);
        _sets.Remove(service);
    }

    private void RemoveSet(ServiceKey service)
    {
        if (!_sets.TryGetValue(service, out (uint Set, int Slots) old))
            return;
        for (uint slot = 0; slot < old.Slots; slot++)
            balancer.Backends.Remove(new BackendSlot(old.Set, slot));
    }

    private void PutAddresses(IReadOnlyList<ServiceEntry> services)
    {
        List<Ipv6Address> addresses = [.. services.Select(static s => s.Key.Address).Distinct()];
        foreach (Ipv6Address address in addresses)
            balancer.Services[new ServiceKey(address, 0, 0)] = default;
        foreach (Ipv6Address gone in Current.Select(static s => s.Key.Address).Distinct().Except(addresses))
            balancer.Services.Remove(new ServiceKey(gone, 0, 0));
    }

    // Of a backend that a service no longer has, not even to drain: its clients are to find another.
    private void ForgetConnections(IReadOnlyList<ServiceEntry> services)
    {
        HashSet<(ServiceKey, Place)> known = [.. services.SelectMany(static s => s.Backends.Select(b => (s.Key, b.Place)))];
        foreach ((ConnectionKey connection, Place backend) in balancer.Connections.ToList())
        {
            if (!known.Contains((new ServiceKey(connection.Server, connection.ServerPort, (ushort)connection.Protocol), backend)))
                balancer.Connections.Remove(connection);
        }
    }
}
