using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using BpfSharp.Samples;
using EdgeBalancer.Checks;
using EdgeBalancer.Configuration;
using EdgeBalancer.Health;
using EdgeBalancer.Network;

namespace EdgeBalancer;

/// <summary>Clients use services through the balancer: spread as the table says, over a small link, by connection id; backends come, go and fail; then it is flooded.</summary>
internal sealed class EdgeStory
{
    private readonly SampleRun _run;
    private readonly EdgeObject _edge;
    private readonly EdgeNetwork _network;
    private readonly EdgeStore _store;
    private readonly Lock _storeLock = new();
    private readonly DropReports _drops;
    private readonly string _text;

    private EdgeStory(SampleRun run, EdgeObject edge, EdgeNetwork network, string text)
    {
        (_run, _edge, _network) = (run, edge, network);
        _text = run.Sabotage == Sabotage.Undefended ? Undefended(text) : text;
        _store = new EdgeStore(edge);
        _drops = new DropReports(edge);
    }

    /// <summary>All of it.</summary>
    public static void Tell(SampleRun run) => Tell(run, byDevices: false);

    /// <summary>Without floods and changes, and with tunnel devices of the kernel's on backends.</summary>
    public static void TellByDevices(SampleRun run) => Tell(run, byDevices: true);

    private static void Tell(SampleRun run, bool byDevices)
    {
        var file = new ConfigurationFile(run.Configuration ?? Path.Combine(AppContext.BaseDirectory, "edge.txt"));
        string text = file.Read();
        using var lab = new LabNetwork();
        using EdgeObject edge = EdgeLoader.Load();
        using DecapsulatorObject decapsulator = DecapsulatorLoader.Load();
        using var network = new EdgeNetwork(lab, edge, decapsulator, byDevices, run.Sabotage);
        run.View.Say(network.Description);
        var story = new EdgeStory(run, edge, network, text);
        story.Load(story._text);
        using var servers = new EdgeServers(network);
        using var health = new HealthChecks(network.Balancer, story._store, story._storeLock);
        if (run.Configuration is null)
            story.Show(servers, isLong: !byDevices);
        if (!run.Check)
            story.Watch(file);
    }

    private static string Undefended(string text) => string.Join('\n', text.Split('\n').Select(static line => line.StartsWith("limit", StringComparison.Ordinal) || line.StartsWith("drop", StringComparison.Ordinal) ? "" : line));

    private void Show(EdgeServers servers, bool isLong)
    {
        foreach (bool v6 in (bool[])[false, true])
        {
            _run.View.Say($"IPv{(v6 ? 6 : 4)}: packets go where the table says, and replies straight to clients");
            var checks = new BalanceChecks(_run, _network, _store, v6, Draw);
            checks.Datagrams();
            if (!_run.Fates.Holds)
                return; // what follows would only wait for its limits
            checks.Connections(servers);
            checks.SmallLink();
            checks.Echoes();
        }

        new OuterHeaderChecks(_run, _network).Show();
        new ConnectionIdChecks(_run, _network).Show();
        if (isLong)
        {
            new BackendChecks(_run, _network, _store, _storeLock, servers, _text, Draw).Show();
            new FloodChecks(_run, _edge, _network, _drops, Draw).Show();
        }

        foreach (EdgeNode node in _network.Clients.Concat(_network.Backends))
        {
            foreach (string protocol in (string[])["Udp", "Tcp"])
            {
                if (StackCounters.Read(node.Place, protocol, "InCsumErrors") is var wrong && wrong != 0)
                    _run.Fates.Problem($"{node.Name} has seen {wrong} {protocol} packets with a wrong checksum");
            }
        }

        foreach (var fault in _edge.ReadFaults())
            _run.Fates.Problem($"the balancer has faulted: {fault}");
    }

    private void Load(string text)
    {
        lock (_storeLock)
        {
            foreach (ConfigurationProblem problem in _store.Load(text))
                throw new SampleFailedException($"the configuration is not used: {problem}");
        }
    }

    // Keeps connections running, and loads the file anew whenever it changes, until Ctrl+C.
    private void Watch(ConfigurationFile file)
    {
        _run.View.Say($"edit {file.Path}: it is loaded when it changes (Ctrl+C ends)");
        for (int i = 0; ; i++)
        {
            if (file.ReadChanged() is { } text)
            {
                IReadOnlyList<ConfigurationProblem> problems;
                lock (_storeLock)
                    problems = _store.Load(text);
                _run.View.Say(problems.Count == 0 ? $"{_store.Current.Vips.Count} services hold" : $"the configuration stays as it was: {string.Join("; ", problems)}");
            }

            using (TcpClientConnection? connection = TcpClientConnection.TryOpen(_network.Clients[i % 2].Place, Services.Web(i % 4 >= 2), TimeSpan.FromSeconds(1)))
                connection?.Exchange(10_000);
            Draw();
            _run.Pause(TimeSpan.FromMilliseconds(100));
        }
    }

    private void Draw() => _run.View.Update(() =>
    {
        _drops.Read();
        lock (_storeLock)
            return EdgePicture.Draw(_edge, _store, _drops);
    });
}
