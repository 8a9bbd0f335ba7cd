using System.Net;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Simulation;

/// <summary>An entry of a simulated host's connection tracking.</summary>
/// <param name="protocol"><see cref="IpProtocol.Tcp"/> or <see cref="IpProtocol.Udp"/>.</param>
/// <param name="source">Who sent the first packet.</param>
/// <param name="destination">Whom it was for.</param>
public sealed class SimulatedConnection(IpProtocol protocol, IPEndPoint source, IPEndPoint destination)
{
    private ConntrackHandle _handle;

    /// <summary>The protocol.</summary>
    public IpProtocol Protocol { get; } = protocol;

    /// <summary>Who sent the first packet.</summary>
    public IPEndPoint Source { get; } = source;

    /// <summary>Whom it was for.</summary>
    public IPEndPoint Destination { get; } = destination;

    /// <summary>How long it was to stay, when that was last said; a simulation doesn't end it.</summary>
    public uint TimeoutMilliseconds { get; set; }

    /// <summary>What a lookup gives a reference to.</summary>
    internal ref ConntrackHandle Handle => ref _handle;
}
