using System;
using System.Linq;
using System.Net;
using BpfSharp.Protocols;
using BpfSharp.Samples;
using EdgeBalancer.Configuration;
using EdgeBalancer.Network;

namespace EdgeBalancer.Checks;

/// <summary>What clients of one family may expect of services.</summary>
internal sealed class BalanceChecks(SampleRun run, EdgeNetwork network, EdgeStore store, bool v6, Action draw)
{
    private const int Flows = 45;
    private const int ConnectionCount = 18;
    private const int Bytes = 100_000;
    private const int Transfer = 500_000;
    private const ushort FirstPort = 20_000;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    private readonly string _name = $"IPv{(v6 ? 6 : 4)}";

    /// <summary>Each flow arrives at the backend that the table says, computed here; the backend sees the client's own address and port.</summary>
    public void Datagrams()
    {
        using var traffic = new NumberedTraffic();
        foreach (EdgeNode backend in network.Backends)
            traffic.AddWitness(backend.Name, backend.Place, Services.Names(v6));
        for (int i = 0; i < Flows; i++)
        {
            EdgeNode client = network.Clients[i % 2];
            var from = new IPEndPoint(client.Address(v6), FirstPort + i);
            var fate = new PacketFate($"{_name}: UDP packet", Expected(Services.Names(v6), IpProtocol.Udp, from), from.Address);
            for (int packet = 0; packet < 4; packet++)
                traffic.Send(client.Place, from, Services.Names(v6), fate);
            draw();
            run.Pause(TimeSpan.FromMilliseconds(20));
        }

        traffic.Settle();
        traffic.WriteFates(run.Fates);
    }

    /// <summary>Connections that carry bytes both ways, at the backends that the table says.</summary>
    public void Connections(EdgeServers servers)
    {
        int[] accepted = servers.Accepted(v6);
        int[] expected = new int[network.Backends.Count];
        for (int i = 0; i < ConnectionCount; i++)
        {
            using TcpClientConnection? connection = Exchange("TCP connection", network.Clients[0], Bytes);
            if (connection is null)
                return;
            expected[network.Backends.FindIndex(b => b.Name == Expected(Services.Web(v6), IpProtocol.Tcp, connection.Local))]++;
            draw();
        }

        int[] seen = [.. servers.Accepted(v6).Zip(accepted, static (now, before) => now - before)];
        if (!seen.SequenceEqual(expected))
            run.Fates.Problem($"{_name}: backends have accepted {string.Join(", ", seen)} connections instead of {string.Join(", ", expected)}");
    }

    /// <summary>The backend's segments are too big for the client's link, which only an ICMP error to the service's address tells.</summary>
    public void SmallLink()
    {
        for (int i = 0; i < 6; i++)
            Exchange($"TCP connection over a link of {EdgeNetwork.SmallMtu} bytes", network.Clients[1], Transfer)?.Dispose();
    }

    public void Echoes()
    {
        foreach (EdgeNode client in network.Clients)
        {
            for (int i = 0; i < 5; i++)
                run.Fates.Add($"{_name}: ping", "is answered", IcmpEcho.Ping(client.Place, Services.Address(v6)));
        }
    }

    private TcpClientConnection? Exchange(string what, EdgeNode client, int bytes)
    {
        TcpClientConnection? connection = TcpClientConnection.TryOpen(client.Place, Services.Web(v6), s_limit, client.Address(v6));
        run.Fates.Add($"{_name}: {what}", "carries bytes there and back, intact", connection is null ? "did not connect" : connection.Exchange(bytes));
        return connection;
    }

    private string Expected(IPEndPoint service, IpProtocol protocol, IPEndPoint client) =>
        network.Backends[FlowPrediction.Backend(store, service, protocol, client)].Name;
}
