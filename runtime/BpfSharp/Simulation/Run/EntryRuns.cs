using System.Collections.Generic;
using System.Linq;
using BpfSharp.Simulation.Kernel;
using BpfSharp.Simulation.Storage;

namespace BpfSharp.Simulation.Run;

/// <summary>Where a redirected packet goes on through the program of a map's entry (<c>dev_map_bpf_prog_run</c>, <c>cpu_map_bpf_prog_run_xdp</c>).</summary>
internal static class EntryRuns
{
    // The kernel would go round for ever.
    private const int MaxRedirections = 16;

    public static IReadOnlyList<XdpEntryRun> Follow(BpfSimulation simulation, PacketBuffer packet, uint ingressIfIndex, RunOutcome outcome, int depth)
    {
        if (outcome.Verdict != (int)XdpAction.Redirect || outcome.Redirect is not { Map: { } map } target)
            return [];
        if (depth == MaxRedirections)
            throw new SimulationException($"The packet was redirected {MaxRedirections} times by programs of entries of CPU maps: in the kernel it would go round for ever.");
        return simulation.RedirectStorage(map) switch
        {
            DeviceStorage devices when target.IsBroadcast => Broadcast(simulation, devices, packet, ingressIfIndex, target),
            DeviceStorage devices when devices.Entries.TryGetValue(target.Key, out (uint IfIndex, SimulatedXdpProgram? Program) entry) && entry.Program is { } program =>
                [new XdpEntryRun(program.Name, target, program.RunEntry(packet, ingressIfIndex, entry.IfIndex, null, depth))],
            CpuStorage cpus when cpus.Entries.TryGetValue(target.Key, out (uint QueueSize, SimulatedXdpProgram? Program) entry) && entry.Program is { } program =>
                [new XdpEntryRun(program.Name, target, program.RunEntry(packet, ingressIfIndex, 0, (int)target.Key, depth + 1))],
            _ => [],
        };
    }

    // Each gets a copy of its own.
    private static List<XdpEntryRun> Broadcast(BpfSimulation simulation, DeviceStorage devices, PacketBuffer packet, uint ingressIfIndex, RedirectTarget target)
    {
        byte[] bytes = packet.ToArray();
        var runs = new List<XdpEntryRun>();
        foreach ((uint key, (uint ifIndex, SimulatedXdpProgram? program)) in devices.Entries.ToList())
        {
            if (program is null || (target.ExcludesIngress && ifIndex == ingressIfIndex))
                continue;
            var entry = new RedirectTarget(ifIndex, false) { Map = target.Map, Key = key };
            runs.Add(new XdpEntryRun(program.Name, entry, program.RunEntry(PacketBuffer.ForXdp(bytes, null), ingressIfIndex, ifIndex, null, 0)));
        }

        return runs;
    }
}
