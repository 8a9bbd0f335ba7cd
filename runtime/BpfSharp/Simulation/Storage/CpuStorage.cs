using System.Collections.Generic;

namespace BpfSharp.Simulation.Storage;

/// <summary><c>kernel/bpf/cpumap.c</c>: CPUs with queues, each perhaps with a program.</summary>
internal sealed class CpuStorage(MapStorageOptions options) : RedirectStorage(options)
{
    public const uint MaxQueueSize = 16384; // cpu_map_update_elem

    private readonly Dictionary<uint, (uint QueueSize, SimulatedXdpProgram? Program)> _entries = [];

    public IReadOnlyDictionary<uint, (uint QueueSize, SimulatedXdpProgram? Program)> Entries => _entries;

    public override RedirectTarget? Find(uint key) => _entries.ContainsKey(key) ? new RedirectTarget(0, false) { Map = Options.Name, Key = key } : null;

    public void Set(uint cpu, uint queueSize, SimulatedXdpProgram? program) => _entries[cpu] = (queueSize, program);

    public bool Remove(uint cpu) => _entries.Remove(cpu);
}
