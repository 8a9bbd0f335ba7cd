using System;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>CPU map.</summary>
internal sealed unsafe class CpuMapView : ICpuMapView
{
    // cpu_map_update_elem: "sanity limit on qsize".
    private const uint MaxQueueSize = 16384;

    private readonly KernelMap _map;

    public CpuMapView(KernelMap map)
    {
        map.Shape.RequireType("a map of CPUs", MapType.CpuMap);
        map.Shape.RequireValue<CpuMapValue>();
        _map = map;
    }

    public string Name => _map.Name;

    public uint MaxEntries => _map.Shape.MaxEntries;

    public void Set(uint cpu, uint queueSize, IXdpProgram? program = null)
    {
        if (cpu >= MaxEntries)
            throw MapFailures.OfIndex(_map, cpu);
        ArgumentOutOfRangeException.ThrowIfZero(queueSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(queueSize, MaxQueueSize);
        LoadedXdpProgram? loaded = EntryPrograms.Of(_map, program, AttachType.XdpCpuMap, "XdpCpuMapProgram");
        using DescriptorScope scope = new(loaded?.Program.Descriptor);
        var value = new CpuMapValue { QueueSize = queueSize, Program = scope.Fd };
        int result = _map.Update(&cpu, &value, (ulong)MapUpdate.Any);
        if (result == -Errno.ENODEV)
            throw new ArgumentOutOfRangeException(nameof(cpu), cpu, $"This machine has no CPU {cpu}.");
        if (result < 0)
            throw _map.Failure("update", result);
    }

    public bool TryGetValue(uint cpu, out CpuEntry entry)
    {
        CpuMapValue value = default;
        bool found = MapFailures.Found(_map, "read", _map.Lookup(&cpu, &value));
        entry = new CpuEntry(value.QueueSize, value.Program != 0);
        return found;
    }

    public bool Remove(uint cpu)
    {
        if (cpu >= MaxEntries)
            throw MapFailures.OfIndex(_map, cpu);
        // The kernel empties the entry without a word on what was there.
        return TryGetValue(cpu, out _) && MapFailures.Found(_map, "remove an entry of", _map.Delete(&cpu));
    }
}
