namespace BpfSharp.Loader;

/// <summary>What a tc program sees besides the packet in a test run; all can be left as it is.</summary>
public sealed record TcRunContext
{
    /// <summary>The packet's mark.</summary>
    public uint Mark { get; init; }

    /// <summary>The packet's priority, which may be a class.</summary>
    public uint Priority { get; init; }

    /// <summary>Index of the interface that the packet has come in by.</summary>
    public int IngressInterface { get; init; }

    /// <summary>Index of the packet's interface, in the calling thread's network namespace; 0: the loopback interface's.</summary>
    public int Interface { get; init; }

    /// <summary>The packet's time in nanoseconds.</summary>
    public ulong Timestamp { get; init; }
}
