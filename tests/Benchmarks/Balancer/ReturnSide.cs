using BpfSharp.Loader;
using BpfSharp.Samples;

namespace BpfSharp.Benchmarks.Balancer;

/// <summary>Packets are sent back as they are: what generator and wires take.</summary>
internal sealed class ReturnSide : BalancerSide
{
    private readonly XdpLink _link;

    public ReturnSide(LabNetwork lab)
        : base(lab, "return") => _link = Place.Run(() => Port.Return.Attach("eth0"));

    /// <inheritdoc/>
    public override void Dispose()
    {
        _link.Dispose();
        base.Dispose();
    }
}
