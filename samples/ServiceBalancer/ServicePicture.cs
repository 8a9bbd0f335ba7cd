using System.Collections.Generic;
using System.Linq;
using ServiceBalancer.Configuration;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ServiceBalancer;

/// <summary>Services, their backends and what those have got.</summary>
internal static class ServicePicture
{
    public static IRenderable Draw(IBalancer balancer, IReadOnlyList<ServiceEntry> services)
    {
        var table = new Table().Title($"{services.Count} services, {balancer.Connections.CountEntries()} connections remembered");
        table.AddColumns("service", "backend", "weight", "connections", "packets", "bytes");
        foreach (ServiceEntry service in services)
        {
            string name = $"{service.Protocol} {service.Address} port {service.Port}".ToLowerInvariant();
            foreach (BackendEntry backend in service.Backends)
            {
                balancer.Counters.TryGetValue(backend.Place, out BackendCounter[]? perCpu);
                table.AddRow(name, $"{backend.Address} port {backend.Port}", $"{backend.Weight}",
                    $"{perCpu?.Sum(static c => (long)c.Connections) ?? 0}", $"{perCpu?.Sum(static c => (long)c.Packets) ?? 0}", $"{perCpu?.Sum(static c => (long)c.Bytes) ?? 0}");
                name = "";
            }
        }

        return table;
    }
}
