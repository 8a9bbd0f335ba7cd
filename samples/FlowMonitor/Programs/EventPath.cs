namespace FlowMonitor;

/// <summary>How events come to user space.</summary>
public enum EventPath : uint
{
    /// <summary>A ring for each CPU (<c>BPF_MAP_TYPE_PERF_EVENT_ARRAY</c>); the kernel appends the packet's bytes.</summary>
    Perf,

    /// <summary>One ring for all CPUs (<c>BPF_MAP_TYPE_RINGBUF</c>); the program copies the packet's bytes.</summary>
    Ring,
}
