using System;
using System.Collections.Generic;
using System.Net;
using BpfSharp.Samples;
using ContainerPolicy.Network;

namespace ContainerPolicy.Traffic;

/// <summary>TCP connections into and out of the container.</summary>
internal sealed class PolicyConnections : IDisposable
{
    private const ushort WebPort = 80;
    private const ushort SecurePort = 443;
    private const ushort ClosedPort = 444;
    private const int TransferBytes = 300_000;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_refusal = TimeSpan.FromSeconds(1.5); // a SYN and its first repetition

    private readonly PolicyNetwork _network;
    private readonly FateLedger _fates;
    private readonly List<TcpEchoServer> _servers = [];
    private readonly List<(string Name, TcpClientConnection Connection)> _open = [];

    public PolicyConnections(PolicyNetwork network, FateLedger fates)
    {
        (_network, _fates) = (network, fates);
        foreach (bool v6 in (bool[])[false, true])
        {
            _servers.Add(new TcpEchoServer(network.Container, new IPEndPoint(Addresses.ContainerOf(v6), WebPort)));
            _servers.Add(new TcpEchoServer(network.Outside, new IPEndPoint(Addresses.FriendOf(v6), SecurePort)));
            _servers.Add(new TcpEchoServer(network.Outside, new IPEndPoint(Addresses.FriendOf(v6), ClosedPort)));
        }
    }

    /// <summary>Opens connections that the rules allow, and keeps them open.</summary>
    public void Open(bool v6)
    {
        string family = $"IPv{(v6 ? 6 : 4)}";
        Keep($"{family} TCP, friend to port {WebPort}", TcpClientConnection.TryOpen(_network.Outside, new IPEndPoint(Addresses.ContainerOf(v6), WebPort), s_limit, Addresses.FriendOf(v6)));
        Keep($"{family} TCP, container to port {SecurePort}", TcpClientConnection.TryOpen(_network.Container, new IPEndPoint(Addresses.FriendOf(v6), SecurePort), s_limit));
    }

    /// <summary>Tries what no rule allows: not one segment may reach the other side.</summary>
    public void Refused(bool v6)
    {
        string family = $"IPv{(v6 ? 6 : 4)}";
        Refuse($"{family} TCP SYN of the foe", _network.Outside, new IPEndPoint(Addresses.ContainerOf(v6), WebPort), Addresses.FoeOf(v6), _network.Container);
        Refuse($"{family} TCP SYN to a closed port outside", _network.Container, new IPEndPoint(Addresses.FriendOf(v6), ClosedPort), null, _network.Outside);
    }

    /// <summary>As <see cref="Refused"/>, of the port that the new policy has closed.</summary>
    public void RefusedAfterReload(bool v6) =>
        Refuse($"IPv{(v6 ? 6 : 4)} TCP SYN of the friend after the port was closed", _network.Outside, new IPEndPoint(Addresses.ContainerOf(v6), WebPort), Addresses.FriendOf(v6), _network.Container);

    /// <summary>Bytes there and back on every connection that is open.</summary>
    public void Exchange(string when)
    {
        foreach ((string name, TcpClientConnection connection) in _open)
            _fates.Add($"{name}, {when}", $"{TransferBytes:N0} bytes there and back, intact", connection.Exchange(TransferBytes));
    }

    public void Dispose()
    {
        foreach ((_, TcpClientConnection connection) in _open)
            connection.Dispose();
        foreach (TcpEchoServer server in _servers)
            server.Dispose();
    }

    private void Keep(string name, TcpClientConnection? connection)
    {
        _fates.Add(name, "connects", connection is null ? "did not connect" : null);
        if (connection is not null)
            _open.Add((name, connection));
    }

    private void Refuse(string name, LabNamespace place, IPEndPoint to, IPAddress? from, LabNamespace receiver)
    {
        long before = StackCounters.Read(receiver, "Tcp", "InSegs");
        using TcpClientConnection? connection = TcpClientConnection.TryOpen(place, to, s_refusal, from);
        long reached = StackCounters.Read(receiver, "Tcp", "InSegs") - before;
        _fates.Add(name, "never arrives", connection is not null ? "connected" : reached > 0 ? $"{reached} segments reached the other side" : null);
    }
}
