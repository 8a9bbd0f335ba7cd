using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Samples;
using EdgeBalancer.Configuration;

namespace EdgeBalancer.Health;

/// <summary>Connects to each backend again and again, from where the balancer is; what fails or succeeds several times is believed.</summary>
internal sealed class HealthChecks : IDisposable
{
    private const int Believed = 2;

    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(500);

    private readonly LabNamespace _place;
    private readonly EdgeStore _store;
    private readonly Lock _storeLock;
    private readonly Dictionary<BackendEntry, int> _streaks = []; // positive: succeeded so often, negative: failed
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;

    /// <param name="place">Where from.</param>
    /// <param name="store">What is told.</param>
    /// <param name="storeLock">Held while it is used.</param>
    public HealthChecks(LabNamespace place, EdgeStore store, Lock storeLock)
    {
        (_place, _store, _storeLock) = (place, store, storeLock);
        _thread = new Thread(Run) { IsBackground = true, Name = "health" };
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.Wait(s_between))
        {
            List<BackendEntry> backends;
            lock (_storeLock)
                backends = [.. _store.Current.Vips.SelectMany(static v => v.Backends).Where(static b => b.Check is not null).DistinctBy(static b => b.Place)];
            foreach (BackendEntry backend in backends)
                Check(backend);
        }
    }

    private void Check(BackendEntry backend)
    {
        using TcpClientConnection? connection = TcpClientConnection.TryOpen(_place, backend.Check!, s_limit);
        bool isWell = connection is not null;
        int streak = _streaks.GetValueOrDefault(backend);
        _streaks[backend] = streak = isWell ? Math.Max(streak, 0) + 1 : Math.Min(streak, 0) - 1;
        if (Math.Abs(streak) < Believed)
            return;
        lock (_storeLock)
        {
            if (_store.Current.Vips.Any(v => v.Backends.Contains(backend)))
                _store.SetHealth(backend, isWell);
        }
    }
}
