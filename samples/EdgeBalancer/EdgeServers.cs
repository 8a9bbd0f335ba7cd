using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using BpfSharp.Samples;
using EdgeBalancer.Network;

namespace EdgeBalancer;

/// <summary>What runs on the backends: an echo server at the service's own address, and one that health checks connect to.</summary>
internal sealed class EdgeServers : IDisposable
{
    private const ushort CheckPort = 8_081;

    private readonly List<TcpEchoServer> _checked = [];
    private readonly EdgeNetwork _network;

    public EdgeServers(EdgeNetwork network)
    {
        _network = network;
        foreach (EdgeNode backend in network.Backends)
        {
            Echo4.Add(new TcpEchoServer(backend.Place, Services.Web(v6: false)));
            Echo6.Add(new TcpEchoServer(backend.Place, Services.Web(v6: true)));
            _checked.Add(Checked(backend));
        }
    }

    public List<TcpEchoServer> Echo4 { get; } = [];

    public List<TcpEchoServer> Echo6 { get; } = [];

    /// <summary>How many connections each backend has accepted, in order.</summary>
    public int[] Accepted(bool v6) => [.. (v6 ? Echo6 : Echo4).Select(static e => e.Accepted)];

    /// <summary>A backend seems to be dead, though its service runs.</summary>
    public void Fail(int backend) => _checked[backend].Dispose();

    /// <summary>It is back.</summary>
    public void Recover(int backend) => _checked[backend] = Checked(_network.Backends[backend]);

    public void Dispose()
    {
        foreach (TcpEchoServer server in Echo4.Concat(Echo6).Concat(_checked))
            server.Dispose();
    }

    private static TcpEchoServer Checked(EdgeNode backend) => new(backend.Place, new IPEndPoint(backend.V4, CheckPort));
}
