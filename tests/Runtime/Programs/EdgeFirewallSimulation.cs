using System;
using BpfSharp.Protocols;
using BpfSharp.Simulation;
using BpfSharp.Views;

namespace BpfSharp.Runtime.Tests.Programs;

/// <summary>As the generator emits it.</summary>
public sealed class EdgeFirewallSimulation : BpfSimulation
{
    private readonly IGlobalView<ulong> _seen;

    public EdgeFirewallSimulation(Action<EdgeFirewallOptions>? configure = null)
        : base(Define(configure))
    {
        IMapViewFactory views = this;
        Denied = views.Hash<Ipv4Prefix, uint>("Denied");
        Drops = views.PerCpuArray<Counter>("Drops");
        Events = views.RingBuffer<DropEvent>("Events");
        _seen = views.Global<ulong>("s_seen");
        Filter = Xdp("Filter", EdgeFirewall.Filter, XdpAction.Pass);
    }

    public IHashMapView<Ipv4Prefix, uint> Denied { get; }

    public IPerCpuArrayMapView<Counter> Drops { get; }

    public IRingBufferView<DropEvent> Events { get; }

    public ulong Seen
    {
        get => _seen.Value;
        set => _seen.Value = value;
    }

    public SimulatedXdpProgram Filter { get; }

    private static SimulationDefinition Define(Action<EdgeFirewallOptions>? configure)
    {
        var options = new EdgeFirewallOptions();
        configure?.Invoke(options);
        return EdgeFirewall.Define(options);
    }
}
