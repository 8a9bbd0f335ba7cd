using System.Net;
using System.Threading;
using BpfSharp.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Simulation;

/// <summary>A socket of a simulated host.</summary>
public sealed class SimulatedSocket
{
    private static long s_count;

    private SocketHandle _handle;

    /// <summary>Makes a socket.</summary>
    /// <param name="protocol"><see cref="IpProtocol.Tcp"/> or <see cref="IpProtocol.Udp"/>.</param>
    /// <param name="local">Its own address and port; address 0.0.0.0 or :: is any of that family.</param>
    /// <param name="remote">The other end of a connection; <see langword="null"/>: it listens, or is not connected.</param>
    public SimulatedSocket(IpProtocol protocol, IPEndPoint local, IPEndPoint? remote = null)
    {
        Protocol = protocol;
        Local = local;
        Remote = remote;
        _handle.Number = Interlocked.Increment(ref s_count);
    }

    /// <summary>The protocol.</summary>
    public IpProtocol Protocol { get; }

    /// <summary>Its own address and port.</summary>
    public IPEndPoint Local { get; }

    /// <summary>The other end of a connection.</summary>
    public IPEndPoint? Remote { get; }

    /// <summary>What a lookup gives a reference to.</summary>
    internal ref SocketHandle Handle => ref _handle;
}
