namespace BpfSharp.Benchmarks.Balancer;

/// <summary>What the generator sends.</summary>
/// <param name="Name">For the table.</param>
/// <param name="SourceBits">Random bits of the source.</param>
/// <param name="PortBits">Random bits of the source port.</param>
/// <param name="Frames">Frames of a measurement.</param>
/// <param name="IsFresh">Whether each measurement has sources of its own, so that all flows are new.</param>
internal sealed record BalancerLoad(string Name, uint SourceBits, uint PortBits, int Frames, bool IsFresh)
{
    /// <summary>8,192 flows, all known after the warm-up.</summary>
    public static BalancerLoad Known { get; } = new("known flows", 0x7f, 0x3f, 300_000, IsFresh: false);

    /// <summary>Nearly every packet is a flow of its own.</summary>
    public static BalancerLoad New { get; } = new("new flows", 0xf_ffff, 0x7fff, 60_000, IsFresh: true);
}
