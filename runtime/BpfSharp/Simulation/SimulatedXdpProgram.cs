using System;
using BpfSharp.Simulation.Kernel;
using BpfSharp.Simulation.Run;
using BpfSharp.Views;

namespace BpfSharp.Simulation;

/// <summary>An XDP program of a simulation.</summary>
public sealed class SimulatedXdpProgram : SimulatedProgram, IXdpProgram
{
    private readonly Func<XdpContext, XdpAction> _body;
    private readonly XdpAction _onFault;

    internal SimulatedXdpProgram(BpfSimulation simulation, string name, Func<XdpContext, XdpAction> body, XdpAction onFault)
        : base(simulation, name)
    {
        _body = body;
        _onFault = onFault;
    }

    internal override int FaultVerdict => (int)_onFault;

    /// <inheritdoc/>
    public XdpResult Run(ReadOnlySpan<byte> packet) => Run(packet, XdpRunOptions.Default);

    /// <summary>Runs the program once.</summary>
    /// <param name="packet">The packet from its Ethernet header on: at least 14 bytes. It is copied.</param>
    /// <param name="options">Where the packet came in.</param>
    /// <returns>The verdict and the packet afterwards.</returns>
    /// <exception cref="ArgumentException">A packet of less than 14 bytes; the kernel refuses them too.</exception>
    public XdpResult Run(ReadOnlySpan<byte> packet, XdpRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        PacketBuffer buffer = PacketBuffer.ForXdp(packet, options.LinearLength);
        var context = new XdpContext(buffer) { IngressIfIndex = options.IngressIfIndex, EgressIfIndex = options.EgressIfIndex, RxQueueIndex = options.RxQueueIndex, Reception = options };
        return Run(buffer, context, null, 0);
    }

    /// <summary>Runs as the program of a map's entry, on the packet that another program has redirected.</summary>
    /// <param name="cpu">The CPU that it runs on; null: the same.</param>
    internal XdpResult RunEntry(PacketBuffer packet, uint ingressIfIndex, uint egressIfIndex, int? cpu, int depth)
    {
        var context = new XdpContext(packet) { IngressIfIndex = ingressIfIndex, EgressIfIndex = egressIfIndex };
        // A program of a device map can't send packets elsewhere: it lets them leave, or not.
        return Run(packet, context, cpu, egressIfIndex == 0 ? depth : null);
    }

    private XdpResult Run(PacketBuffer buffer, XdpContext context, int? cpu, int? depth)
    {
        RunOutcome outcome = Simulation.Execute(this, context, cpu);
        byte[] packet = buffer.ToArray();
        byte[] metadata = buffer.MetadataToArray();
        return new XdpResult((XdpAction)outcome.Verdict, packet)
        {
            Metadata = metadata,
            Fault = outcome.Fault,
            Exception = outcome.Exception,
            Redirect = outcome.Redirect,
            EntryRuns = depth is { } rounds ? EntryRuns.Follow(Simulation, buffer, context.IngressIfIndex, outcome, rounds) : [],
        };
    }

    internal override int Invoke(PacketContext context) => (int)_body((XdpContext)context);
}
