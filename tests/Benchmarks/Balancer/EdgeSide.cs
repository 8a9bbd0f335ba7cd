using System;
using System.Linq;
using BpfSharp.Loader;
using BpfSharp.Samples;
using EdgeBalancer;
using EdgeBalancer.Configuration;

namespace BpfSharp.Benchmarks.Balancer;

/// <summary>The sample's balancer, with 100 backends.</summary>
internal sealed class EdgeSide : BalancerSide
{
    private readonly EdgeObject _edge = EdgeLoader.Load();
    private readonly XdpLink _link;

    /// <param name="lab">Where to build.</param>
    /// <param name="name">Its name.</param>
    /// <param name="settings">Lines of the configuration besides the service.</param>
    public EdgeSide(LabNetwork lab, string name, string settings = "")
        : base(lab, name)
    {
        string backends = string.Join('\n', Enumerable.Range(0, BackendCount).Select(static i => $"backend {Backend(i)}"));
        if (new EdgeStore(_edge).Load($"source 10.99.0.0\n{settings}\nvip udp {Service} port {ServicePort}\n{backends}") is [var problem, ..])
            throw new InvalidOperationException($"the balancer's configuration is wrong: {problem}");
        _link = Place.Run(() => _edge.Balance.Attach("eth0"));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _link.Dispose();
        _edge.Dispose();
        base.Dispose();
    }
}
