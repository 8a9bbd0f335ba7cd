using System;
using BpfSharp.Simulation;
using BpfSharp.Views;

namespace BpfSharp.Runtime.Tests.Programs;

/// <summary>A simulation whose programs are lambdas of a test: what the runtime does, one thing at a time.</summary>
internal sealed class Probe(params MapDeclaration[] maps) : BpfSimulation(Define(maps))
{
    private static readonly byte[] s_packet = new byte[64];

    public IMapViewFactory Views => this;

    public SimulatedXdpProgram XdpProgram(Func<XdpContext, XdpAction> body, string name = "Probe") => Xdp(name, body, XdpAction.Aborted);

    public SimulatedTcProgram TcProgram(Func<TcContext, TcAction> body, string name = "Probe") => Tc(name, body, TcAction.Shot);

    /// <summary>Runs statements as an XDP program on a packet of zeros; a fault is rethrown.</summary>
    public void Run(Action<XdpContext> body) => Run(s_packet, body);

    public XdpResult Run(byte[] packet, Action<XdpContext> body)
    {
        XdpResult result = XdpProgram(ctx =>
        {
            body(ctx);
            return XdpAction.Pass;
        }).Run(packet);
        if (result.Exception is { } exception)
            throw new InvalidOperationException("The probe faulted.", exception);
        return result;
    }

    public TcResult RunTc(byte[] packet, Action<TcContext> body, TcRunOptions? options = null)
    {
        TcResult result = TcProgram(ctx =>
        {
            body(ctx);
            return TcAction.Ok;
        }).Run(packet, options ?? new TcRunOptions());
        if (result.Exception is { } exception)
            throw new InvalidOperationException("The probe faulted.", exception);
        return result;
    }

    private static SimulationDefinition Define(MapDeclaration[] maps)
    {
        var definition = new SimulationDefinition(typeof(Probe));
        for (int i = 0; i < maps.Length; i++)
            definition.Map($"map{i}", maps[i]);
        return definition;
    }
}
