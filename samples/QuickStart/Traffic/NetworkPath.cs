using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using BpfSharp.Samples;

namespace QuickStart.Traffic;

/// <summary>Two network namespaces and a veth pair; the programs are attached to the server's end.</summary>
public sealed class NetworkPath : ITrafficPath
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(3);

    private readonly LabNetwork _lab;
    private readonly List<IDisposable> _disposables = [];
    private readonly Dictionary<Ipv4Address, Socket> _senders = [];
    private readonly WitnessLog _witnesses = new();
    private readonly FirewallObject _firewall;

    /// <exception cref="LabUnavailableException">This machine has no network namespaces for us.</exception>
    public NetworkPath(Sabotage sabotage)
    {
        _lab = new LabNetwork();
        try
        {
            LabNamespace server = _lab.AddNamespace("server");
            LabNamespace client = _lab.AddNamespace("client");
            _lab.Join(server, "srv0", $"{TrafficPlan.Server}/16", client, "cli0", $"{TrafficPlan.Client}/16");
            foreach (Ipv4Address address in new[] { TrafficPlan.Suspect, TrafficPlan.Offender, TrafficPlan.Friend })
                client.Ip($"address add {address}/16 dev cli0");

            _firewall = FirewallLoader.Load();
            _disposables.Add(_firewall);
            string attached = sabotage == Sabotage.Detached ? "nothing attached" : server.Run(() => Attach(sabotage));
            Description = $"kernel: {attached}";
            OpenSockets(server, client);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Description { get; }

    public IFirewall Firewall => _firewall;

    public IReadOnlySet<uint> Arrived => _witnesses.Snapshot();

    public void Send(PlannedPacket packet)
    {
        Span<byte> payload = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(payload, packet.Id);
        _senders[packet.Source].SendTo(payload, SocketFlags.None, EndPoint(packet.Destination, packet.Port));
    }

    public void Settle(IEnumerable<PlannedPacket> sent)
    {
        uint[] expected = sent.Where(static p => p.Arrives).Select(static p => p.Id).ToArray();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < s_longestWait && !_witnesses.HasAll(expected))
            _witnesses.WaitForMore(TimeSpan.FromMilliseconds(20));

        // A packet that ought to have been dropped gets the time to show up.
        Thread.Sleep(TimeSpan.FromMilliseconds(100));
    }

    public void Dispose()
    {
        foreach (IDisposable item in Enumerable.Reverse(_disposables))
            item.Dispose();
        _disposables.Clear();
        _lab.Dispose();
    }

    private string Attach(Sabotage sabotage)
    {
        XdpLink ingress = sabotage == Sabotage.Inverted ? _firewall.Inverted.Attach("srv0") : _firewall.Ingress.Attach("srv0");
        _disposables.Add(ingress);
        TcLink egress = _firewall.Egress.Attach("srv0", TcDirection.Egress);
        _disposables.Add(egress);
        return $"XDP attached in {ingress.Mode} mode on srv0 ingress, tc by {egress.Hook} on srv0 egress";
    }

    private void OpenSockets(LabNamespace server, LabNamespace client)
    {
        foreach (Ipv4Address source in new[] { TrafficPlan.Client, TrafficPlan.Suspect, TrafficPlan.Offender, TrafficPlan.Friend })
            _senders[source] = client.Run(() => UdpSocket.Bind(EndPoint(source, 0)));
        _senders[TrafficPlan.Server] = server.Run(() => UdpSocket.Bind(EndPoint(TrafficPlan.Server, 0)));
        _disposables.AddRange(_senders.Values);
        _disposables.Add(new UdpWitness(server, EndPoint(TrafficPlan.Server, TrafficPlan.ServerPort), Receive));
        _disposables.Add(new UdpWitness(client, EndPoint(TrafficPlan.Client, TrafficPlan.OpenPort), Receive));
        _disposables.Add(new UdpWitness(client, EndPoint(TrafficPlan.Client, TrafficPlan.ClosedPort), Receive));
    }

    private void Receive(ReadOnlySpan<byte> payload, IPEndPoint source)
    {
        if (payload.Length == sizeof(uint))
            _witnesses.Add(BinaryPrimitives.ReadUInt32BigEndian(payload));
    }

    private static IPEndPoint EndPoint(Ipv4Address address, ushort port) => new(IPAddress.Parse(address.ToString()), port);
}
