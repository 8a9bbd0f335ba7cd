using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using BpfSharp.Samples;
using ServiceBalancer.Network;

namespace ServiceBalancer;

/// <summary>What clients of one family may expect of services.</summary>
internal sealed class ServiceChecks(SampleRun run, ServiceNetwork network, bool v6, string name, Action draw)
{
    private const int Requests = 60;
    private const int ConnectionCount = 12;
    private const int Fragmented = 5_000;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    private ServiceNode Client => network.Clients[0];

    /// <summary>Each new socket is a connection of its own; one socket stays with its backend.</summary>
    public void Spread()
    {
        var seen = new Dictionary<int, int>();
        for (int i = 0; i < Requests; i++)
        {
            using var request = new ServiceRequest(network.Clients[i % 2], Service(10, 53));
            (int first, string? failure) = request.Ask(40);
            run.Fates.Add($"{name}: UDP request", "is answered by a backend, from the service's address", failure);
            (int second, failure) = request.Ask(41);
            run.Fates.Add($"{name}: UDP request of the same socket", "is answered by the same backend", failure ?? (first == second ? null : $"backend {second} instead of {first}"));
            seen[first] = seen.GetValueOrDefault(first) + 1;
            draw();
            run.Pause(TimeSpan.FromMilliseconds(10));
            if (failure is not null)
                return;
        }

        // Three backends: fewer than 8 of 60 for one of them happens to a fair spread once in a thousand runs.
        if (seen.Count != network.Backends.Count || seen.Values.Min() < 8)
            run.Fates.Problem($"{name}: requests were not spread: {string.Join(", ", seen.OrderBy(static s => s.Key).Select(static s => $"backend {s.Key} got {s.Value}"))}");
    }

    /// <summary>With affinity, all of a client's sockets go to one backend.</summary>
    public void KeepsTogether()
    {
        foreach (ServiceNode client in network.Clients)
        {
            int backend = 0;
            for (int i = 0; i < 15; i++)
            {
                using var request = new ServiceRequest(client, Service(11, 53));
                (int answered, string? failure) = request.Ask(40);
                backend = backend == 0 ? answered : backend;
                run.Fates.Add($"{name}: UDP request with affinity", "is answered by the client's backend", failure ?? (answered == backend ? null : $"backend {answered} instead of {backend}"));
            }
        }
    }

    /// <summary>Both ways in several fragments, of which only the first has ports.</summary>
    public void Fragments()
    {
        for (int i = 0; i < 10; i++)
        {
            using var request = new ServiceRequest(Client, Service(10, 53));
            run.Fates.Add($"{name}: UDP request of {Fragmented} bytes", "is answered in fragments", request.Ask(Fragmented).Failure);
        }
    }

    /// <summary>Connections with large segments, and one whose way has a smaller MTU than both ends know.</summary>
    public void Connections(ServiceServers servers, int bytes)
    {
        int[] before = servers.Accepted(v6);
        for (int i = 0; i < ConnectionCount; i++)
            Exchange("TCP connection", Service(10, 80), network.Clients[i % 2], bytes / ConnectionCount);
        int[] accepted = [.. servers.Accepted(v6).Zip(before, static (now, then) => now - then)];
        if (accepted.Sum() != ConnectionCount || accepted.Max() == ConnectionCount)
            run.Fates.Problem($"{name}: {ConnectionCount} connections went to backends as {string.Join(", ", accepted)}");
        Exchange("TCP connection", Service(10, 80), Client, bytes);
        Exchange($"TCP connection over a route of {ServiceNetwork.SmallMtu} bytes", Service(13, 80), Client, 500_000);
    }

    /// <summary>The backend's "port unreachable" reaches the socket that is connected to the service.</summary>
    public void Errors()
    {
        using var request = new ServiceRequest(Client, Service(12, 9));
        (_, string? failure) = request.Ask(10);
        run.Fates.Add($"{name}: UDP request to a port that the backend has closed", "is refused by an ICMP error", failure == $"{SocketError.ConnectionRefused}" ? null : failure ?? "was answered");
    }

    /// <summary>Service addresses answer pings.</summary>
    public void Echoes()
    {
        foreach (ServiceNode client in network.Clients)
            run.Fates.Add($"{name}: ping of a service", "is answered", IcmpEcho.Ping(client.Place, Service(10, 1).Address));
    }

    private void Exchange(string what, IPEndPoint service, ServiceNode client, int bytes)
    {
        using TcpClientConnection? connection = TcpClientConnection.TryOpen(client.Place, service, s_limit);
        run.Fates.Add($"{name}: {what}", "carries bytes there and back, intact", connection is null ? "did not connect" : connection.Exchange(bytes));
        draw();
        run.Pause(TimeSpan.FromMilliseconds(10));
    }

    private IPEndPoint Service(int number, ushort port) => new(IPAddress.Parse(v6 ? $"fd96::{number}" : $"10.96.0.{number}"), port);
}
