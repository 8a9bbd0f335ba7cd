using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace QuickStart.Traffic;

/// <summary>Ids that have reached a receiving socket.</summary>
internal sealed class WitnessLog
{
    private readonly HashSet<uint> _ids = [];

    public void Add(uint id)
    {
        lock (_ids)
        {
            _ids.Add(id);
            Monitor.PulseAll(_ids);
        }
    }

    public bool HasAll(uint[] ids)
    {
        lock (_ids)
            return ids.All(_ids.Contains);
    }

    public void WaitForMore(TimeSpan atMost)
    {
        lock (_ids)
            Monitor.Wait(_ids, atMost);
    }

    public HashSet<uint> Snapshot()
    {
        lock (_ids)
            return [.. _ids];
    }
}
