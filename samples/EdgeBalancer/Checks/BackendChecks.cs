using System;
using System.Collections.Generic;
using System.Threading;
using BpfSharp.Samples;
using EdgeBalancer.Configuration;
using EdgeBalancer.Network;

namespace EdgeBalancer.Checks;

/// <summary>Backends are drained, fail and come back while connections are open; then a configuration has a mistake.</summary>
internal sealed class BackendChecks(SampleRun run, EdgeNetwork network, EdgeStore store, Lock storeLock, EdgeServers servers, string text, Action draw)
{
    private const int Open = 18;
    private const int Bytes = 20_000;
    private const int Second = 1; // the second backend

    // By the hash of their addresses and ports, one of three gets none of eighteen connections in one run of 1,500.
    private const int MostRounds = 6;
    private const string Drained = "backend 10.97.2.2 check";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    public void Show()
    {
        List<TcpClientConnection> open = [.. Connect(Open)];
        foreach (TcpClientConnection connection in open)
            connection.Exchange(1); // the server has accepted it
        int[] before = servers.Accepted(v6: false);
        Load(text.Replace(Drained, "backend 10.97.2.2 weight 0 check", StringComparison.Ordinal), "backend 2 is drained");
        Exchange(open, "TCP connection that was open when a backend was drained");
        Exchange([.. Connect(Open)], "TCP connection while a backend is drained");
        ExpectNone(before, "a drained backend");
        Load(text, "backend 2 is back");
        ExpectAnew(before, "TCP connection after a backend has come back", "a backend that has come back");
        Failure();
        Mistake();
    }

    // Its service runs on, so that connections which still went there would be seen.
    private void Failure()
    {
        servers.Fail(Second);
        WaitFor(isWell: false, "backend 2 does not answer health checks");
        int[] before = servers.Accepted(v6: false);
        Exchange([.. Connect(Open)], "TCP connection after a backend has failed");
        ExpectNone(before, "a backend that has failed");
        servers.Recover(Second);
        WaitFor(isWell: true, "backend 2 answers again");
        ExpectAnew(before, "TCP connection after a backend is well again", "a backend that is well again");
    }

    private void ExpectNone(int[] before, string who)
    {
        if (NewOnes(before) is not 0 and var count)
            run.Fates.Problem($"{who} has got {count} new connections");
    }

    private void ExpectAnew(int[] before, string what, string who)
    {
        for (int round = 0; round < MostRounds && NewOnes(before) == 0; round++)
            Exchange([.. Connect(Open)], what);
        if (NewOnes(before) == 0)
            run.Fates.Problem($"{who} has got no new connections");
    }

    private int NewOnes(int[] before) => servers.Accepted(v6: false)[Second] - before[Second];

    private void WaitFor(bool isWell, string said)
    {
        if (!SpinWait.SpinUntil(IsSo, s_limit))
            run.Fates.Problem($"health checks did not see that {said}");
        run.View.Say(said);

        bool IsSo()
        {
            Thread.Sleep(10);
            lock (storeLock)
                return store.IsWell(store.Current.Vips[0].Backends[Second]) == isWell;
        }
    }

    private void Mistake()
    {
        IReadOnlyList<ConfigurationProblem> problems;
        lock (storeLock)
            problems = store.Load($"{text}\nvip udp 10.100.0.9 port 70000");
        if (problems.Count != 1 || problems[0].Line != text.Split('\n').Length + 1)
            run.Fates.Problem($"a bad line was not found: {string.Join("; ", problems)}");
        run.View.Say($"a bad configuration is not used: {string.Join("; ", problems)}");
        Exchange([.. Connect(2)], "TCP connection after a bad configuration");
    }

    private void Load(string configuration, string said)
    {
        lock (storeLock)
        {
            foreach (ConfigurationProblem problem in store.Load(configuration))
                throw new SampleFailedException($"the configuration is not used: {problem}");
        }

        run.View.Say(said);
    }

    private IEnumerable<TcpClientConnection> Connect(int count)
    {
        for (int i = 0; i < count; i++)
        {
            TcpClientConnection? connection = TcpClientConnection.TryOpen(network.Clients[i % 2].Place, Services.Web(v6: false), s_limit);
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
