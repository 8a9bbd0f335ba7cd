using System.Collections.Generic;
using BpfSharp.Views;

namespace FlowMonitor.Observation;

/// <summary>Adds up what the kernel has counted, epoch by epoch.</summary>
public sealed class FlowTable
{
    private const uint Current = 0;

    private readonly IMonitor _monitor;
    private readonly Dictionary<FlowKey, FlowTotal> _flows = [];
    private IPerCpuHashMapView<FlowKey, FlowCounter> _epoch;

    public FlowTable(IMonitor monitor)
    {
        _monitor = monitor;
        _epoch = monitor.Epochs.Create(Current);
    }

    public IReadOnlyCollection<FlowTotal> Flows => _flows.Values;

    /// <summary>Ends the epoch, and adds what it has counted.</summary>
    /// <remarks>The kernel waits for programs that still use the old map before the update returns (maybe_wait_bpf_programs): nothing is counted there afterwards.</remarks>
    public void EndEpoch()
    {
        IPerCpuHashMapView<FlowKey, FlowCounter> ended = _epoch;
        _epoch = _monitor.Epochs.Create(Current);
        foreach ((FlowKey key, FlowCounter[] perCpu) in ended)
        {
            FlowTotal total = _flows.GetValueOrDefault(key) ?? new FlowTotal(key, 0, 0, 0, 0, 0, 0);
            foreach (FlowCounter counter in perCpu)
                total = total.With(in counter);
            _flows[key] = total;
        }
    }
}
