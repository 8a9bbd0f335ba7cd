using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>A perf event array with the rings of all CPUs that are online.</summary>
internal sealed class PerfRings : IDisposable
{
    private readonly Lock _turn = new();
    private readonly List<PerfRing> _rings = [];
    private int _next;

    public PerfRings(KernelMap map)
    {
        map.Shape.RequireType("a perf event array", MapType.PerfEventArray);
        uint bytes = map.Shape.BytesPerCpu;
        if (!uint.IsPow2(bytes) || bytes % (uint)Environment.SystemPageSize != 0)
            throw new BpfException($"The rings of map '{map.Name}' have {bytes} bytes for each CPU; the kernel wants a power of two of at least {Environment.SystemPageSize}.");
        try
        {
            foreach (int cpu in PossibleCpus.Online())
                _rings.Add(new PerfRing(map, cpu));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ulong LostCount
    {
        get
        {
            lock (_turn)
                return _rings.Aggregate(0ul, static (sum, ring) => sum + ring.LostCount);
        }
    }

    /// <summary>Takes an event, of each CPU in turn.</summary>
    public bool TryTake(out int cpu, out byte[] bytes)
    {
        lock (_turn)
        {
            for (int i = 0; i < _rings.Count; i++)
            {
                PerfRing ring = _rings[_next];
                _next = (_next + 1) % _rings.Count;
                if (ring.TryTake(out bytes))
                {
                    cpu = ring.Cpu;
                    return true;
                }
            }
        }

        (cpu, bytes) = (0, []);
        return false;
    }

    /// <summary>Completes when there may be events: true; or when the rings are disposed: false.</summary>
    public async Task<bool> WaitAsync(CancellationToken cancellation)
    {
        Task<bool>[] waiting = [.. _rings.Select(static r => r.WaitAsync())];
        // Asking for readiness takes it away (perf_poll): what came before that is seen in the memory only.
        if (_rings.Exists(static r => r.HasData))
            return true;
        return await (await Task.WhenAny(waiting).WaitAsync(cancellation).ConfigureAwait(false)).ConfigureAwait(false);
    }

    public void Dispose() => Disposal.All([.. _rings]);
}
