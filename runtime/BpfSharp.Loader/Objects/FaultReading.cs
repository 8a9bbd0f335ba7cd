using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Loader.Maps;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader;

/// <summary>Reads the object's fault counters: a per-CPU array of 64-bit numbers by site.</summary>
internal static class FaultReading
{
    public static IReadOnlyList<FaultCount> Read(BpfObject source, Func<string, KernelMap> findMap)
    {
        if (source.Info is not { FaultMap: { } mapName } info)
            return [];
        // Several places of one line that fail alike are one site to users, as in a simulation.
        var sites = new List<FaultSite>();
        var counts = new Dictionary<FaultSite, ulong>();
        var counters = new PerCpuArrayView<ulong>(findMap(mapName));
        foreach (BpfFaultSite site in info.FaultSites)
        {
            ulong count = counters[(uint)site.Id].Aggregate(0ul, static (sum, value) => sum + value);
            if (count == 0)
                continue;
            var place = new FaultSite(site.Program, Kind(site.Kind), site.File, site.Line);
            if (!counts.TryAdd(place, count))
                counts[place] += count;
            else
                sites.Add(place);
        }

        return [.. sites.Select(site => new FaultCount(site, counts[site]))];
    }

    private static FaultKind Kind(string name) =>
        Enum.TryParse(name, out FaultKind kind) ? kind : throw new BpfObjectException($"The object names a fault kind '{name}' that this version of BpfSharp does not know.");
}
