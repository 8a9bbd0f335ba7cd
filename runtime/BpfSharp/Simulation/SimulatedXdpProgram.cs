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
        var context = new XdpContext(buffer) { IngressIfIndex = options.IngressIfIndex, EgressIfIndex = options.EgressIfIndex, RxQueueIndex = options.RxQueueIndex };
        RunOutcome outcome = Simulation.Execute(this, context);
        return new XdpResult((XdpAction)outcome.Verdict, buffer.ToArray())
        {
            Metadata = buffer.MetadataToArray(),
            Fault = outcome.Fault,
            Exception = outcome.Exception,
            Redirect = outcome.Redirect,
        };
    }

    internal override int Invoke(PacketContext context) => (int)_body((XdpContext)context);
}
