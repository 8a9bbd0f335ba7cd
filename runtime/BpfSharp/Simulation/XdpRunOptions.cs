namespace BpfSharp.Simulation;

/// <summary>Where a packet comes in, for a simulated run.</summary>
public sealed record XdpRunOptions
{
    internal static readonly XdpRunOptions Default = new();

    /// <summary>Index of the interface; 1 (loopback) as in the kernel's test runs.</summary>
    public uint IngressIfIndex { get; init; } = 1;

    /// <summary>The receive queue.</summary>
    public uint RxQueueIndex { get; init; }
}
