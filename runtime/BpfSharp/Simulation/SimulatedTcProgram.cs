using System;
using BpfSharp.Simulation.Kernel;
using BpfSharp.Simulation.Run;
using BpfSharp.Views;

namespace BpfSharp.Simulation;

/// <summary>A traffic control program of a simulation.</summary>
public sealed class SimulatedTcProgram : SimulatedProgram, ITcProgram
{
    private readonly Func<TcContext, TcAction> _body;
    private readonly TcAction _onFault;

    internal SimulatedTcProgram(BpfSimulation simulation, string name, Func<TcContext, TcAction> body, TcAction onFault)
        : base(simulation, name)
    {
        _body = body;
        _onFault = onFault;
    }

    internal override int FaultVerdict => (int)_onFault;

    /// <inheritdoc/>
    public TcResult Run(ReadOnlySpan<byte> packet) => Run(packet, TcRunOptions.Default);

    /// <summary>Runs the program once.</summary>
    /// <param name="packet">The packet from its Ethernet header on: at least 14 bytes. It is copied.</param>
    /// <param name="options">What the kernel knows beside the packet's bytes.</param>
    /// <returns>The verdict and the packet afterwards.</returns>
    /// <exception cref="ArgumentException">A packet of less than 14 bytes; the kernel refuses them too.</exception>
    public TcResult Run(ReadOnlySpan<byte> packet, TcRunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        PacketBuffer buffer = PacketBuffer.ForTc(packet, options.LinearLength);
        TcContext context = options.CreateContext(buffer);
        RunOutcome outcome = Simulation.Execute(this, context);
        return new TcResult((TcAction)outcome.Verdict, buffer.ToArray())
        {
            Fault = outcome.Fault,
            Exception = outcome.Exception,
            Redirect = outcome.Redirect,
            Clones = outcome.Clones,
            Timestamp = context.Timestamp,
            AssignedSocket = context.State.AssignedSocket,
            TunnelKey = context.State.Tunnel?.Sent,
            Mark = context.Mark,
            Priority = context.Priority,
            ClassId = context.ClassId,
        };
    }

    internal override int Invoke(PacketContext context) => (int)_body((TcContext)context);
}
