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
    private readonly ReadinessSource _readiness;
    private int _next;
    private bool _isHandling;

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
            _readiness = new ReadinessSource(ReadinessPoller.Shared, HasData, [.. _rings.Select(static r => r.Event)]);
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

    /// <summary>Hands an event to the handler, of each CPU in turn.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryHandle<TState>(PerfBytesHandler<TState> handler, ref TState state)
        where TState : allows ref struct
    {
        lock (_turn)
        {
            RequireFree();
            _isHandling = true;
            try
            {
                for (int i = 0; i < _rings.Count; i++)
                {
                    PerfRing ring = _rings[_next];
                    _next = (_next + 1) % _rings.Count;
                    if (ring.TryHandle(handler, ref state))
                        return true;
                }
                return false;
            }
            finally
            {
                _isHandling = false;
            }
        }
    }

    /// <summary>Completes when there may be events: true; or when the rings are disposed: false.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _readiness.WaitAsync(cancellationToken);

    public void Dispose()
    {
        _readiness?.Dispose();
        Disposal.All([.. _rings]);
    }

    private void RequireFree()
    {
        if (_isHandling)
            throw new InvalidOperationException("Perf events are read from inside their own handler.");
    }

    private bool HasData()
    {
        foreach (PerfRing ring in _rings)
        {
            if (ring.HasData)
                return true;
        }
        return false;
    }
}
