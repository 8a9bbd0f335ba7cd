using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using BpfSharp.Samples;
using ServiceBalancer.Configuration;
using ServiceBalancer.Network;

namespace ServiceBalancer;

/// <summary>A backend is drained, goes, and comes back, while connections are open and requests run; then a configuration has a mistake.</summary>
internal sealed class BackendChanges(SampleRun run, ServiceNetwork network, ServiceStore store, ServiceServers servers, string text, Action draw)
{
    private const int Open = 18;
    private const int MostRounds = 6;
    private const int Bytes = 20_000;
    private const string Drained = "backend 10.97.2.2 port 8080";

    private static readonly IPEndPoint s_service = new(IPAddress.Parse("10.96.0.10"), 80);
    private static readonly IPEndPoint s_requests = new(IPAddress.Parse("10.96.0.10"), 53);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    public void Show()
    {
        List<TcpClientConnection> open = [.. Connect(Open)];
        foreach (TcpClientConnection connection in open)
            connection.Exchange(1); // the server has accepted it
        int[] before = servers.Accepted(v6: false);
        Load(text.Replace(Drained, $"{Drained} weight 0", StringComparison.Ordinal), "backend 2 is drained");
        Exchange(open, "TCP connection that was open when a backend was drained");
        Exchange([.. Connect(Open)], "TCP connection while a backend is drained");
        if (servers.Accepted(v6: false)[1] - before[1] is var late && late != 0)
            run.Fates.Problem($"a drained backend has got {late} new connections");

        Load(text.Replace(Drained, "", StringComparison.Ordinal), "backend 2 is gone");
        before = servers.Accepted(v6: false);
        Exchange([.. Connect(Open)], "TCP connection after a backend has gone");
        if (servers.Accepted(v6: false)[1] != before[1])
            run.Fates.Problem("a backend that is gone has got new connections");

        Load(text, "backend 2 is back");
        // Which of three it is, a hash decides: once in many runs one gets none of the first.
        for (int round = 0; round < MostRounds && servers.Accepted(v6: false)[1] == before[1]; round++)
            Exchange([.. Connect(Open)], "TCP connection after a backend has come back");
        if (servers.Accepted(v6: false)[1] == before[1])
            run.Fates.Problem("a backend that has come back got no new connection");
        RequestsUnderChange();
        Mistake();
    }

    // Answers must not stop while configurations replace each other.
    private void RequestsUnderChange()
    {
        string fewer = text.Replace("backend 10.97.3.2 port 5353", "", StringComparison.Ordinal);
        for (int i = 0; i < 40; i++)
        {
            Load(i % 2 == 0 ? fewer : text, null);
            using var request = new ServiceRequest(network.Clients[i % 2], s_requests);
            run.Fates.Add("UDP request while configurations change", "is answered", request.Ask(30).Failure);
        }
    }

    private void Mistake()
    {
        IReadOnlyList<ConfigurationProblem> problems = store.Load($"{text}\nservice udp 10.96.0.99 port 70000");
        if (problems.Count != 1 || problems[0].Line != text.Split('\n').Length + 1)
            run.Fates.Problem($"a bad line was not found: {string.Join("; ", problems)}");
        run.View.Say($"a bad configuration is not used: {string.Join("; ", problems)}");
        using var request = new ServiceRequest(network.Clients[0], s_requests);
        run.Fates.Add("UDP request after a bad configuration", "is answered", request.Ask(30).Failure);
    }

    private void Load(string configuration, string? said)
    {
        foreach (ConfigurationProblem problem in store.Load(configuration))
            throw new SampleFailedException($"the configuration is not used: {problem}");
        if (said is not null)
            run.View.Say(said);
    }

    private IEnumerable<TcpClientConnection> Connect(int count)
    {
        for (int i = 0; i < count; i++)
        {
            TcpClientConnection? connection = TcpClientConnection.TryOpen(network.Clients[i % 2].Place, s_service, s_limit);
            run.Fates.Add("TCP connection while backends change", "connects", connection is null ? "did not connect" : null);
            if (connection is not null)
                yield return connection;
            draw();
        }
    }

    private void Exchange(List<TcpClientConnection> connections, string what)
    {
        foreach (TcpClientConnection connection in connections)
        {
            run.Fates.Add(what, "carries bytes there and back, intact", connection.Exchange(Bytes));
            connection.Dispose();
            draw();
        }
    }
}
