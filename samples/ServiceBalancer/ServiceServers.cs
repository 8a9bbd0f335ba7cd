using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using BpfSharp.Samples;
using ServiceBalancer.Network;

namespace ServiceBalancer;

/// <summary>What runs on the backends.</summary>
internal sealed class ServiceServers : IDisposable
{
    private const ushort NamingPort = 5_353;
    private const ushort EchoPort = 8_080;

    private readonly List<NamingServer> _naming = [];
    private readonly Dictionary<(ServiceNode, bool), TcpEchoServer> _echo = [];

    public ServiceServers(ServiceNetwork network)
    {
        for (int i = 0; i < network.Backends.Count; i++)
        {
            ServiceNode backend = network.Backends[i];
            foreach (bool v6 in (bool[])[false, true])
            {
                _naming.Add(new NamingServer(backend, v6, NamingPort, (byte)(i + 1)));
                _echo.Add((backend, v6), new TcpEchoServer(backend.Place, new IPEndPoint(backend.Address(v6), EchoPort)));
            }
        }
    }

    /// <summary>How many TCP connections each backend has accepted, in order.</summary>
    public int[] Accepted(bool v6) => [.. _echo.Where(e => e.Key.Item2 == v6).Select(static e => e.Value.Accepted)];

    public void Dispose()
    {
        foreach (NamingServer server in _naming)
            server.Dispose();
        foreach (TcpEchoServer server in _echo.Values)
            server.Dispose();
    }
}
