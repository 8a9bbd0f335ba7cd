using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using BpfSharp.Samples;
using ServiceBalancer.Configuration;
using ServiceBalancer.Network;

namespace ServiceBalancer;

/// <summary>Clients use services: spread, kept together, in fragments, in large segments, over a small link; backends come and go.</summary>
internal sealed class ServiceStory
{
    private readonly SampleRun _run;
    private readonly IBalancer _balancer;
    private readonly ServiceNetwork _network;
    private readonly ServiceStore _store;
    private readonly string _text;

    private ServiceStory(SampleRun run, IBalancer balancer, ServiceNetwork network, string text)
    {
        (_run, _balancer, _network, _text) = (run, balancer, network, text);
        _store = new ServiceStore(balancer);
    }

    public static void Tell(SampleRun run)
    {
        var file = new ConfigurationFile(run.Configuration ?? Path.Combine(AppContext.BaseDirectory, "services.txt"));
        string text = file.Read();
        using var lab = new LabNetwork();
        using BalancerObject balancer = BalancerLoader.Load();
        using var network = new ServiceNetwork(lab, balancer, run.Sabotage);
        run.View.Say(network.Description);
        var story = new ServiceStory(run, balancer, network, text);
        story.Load(text);
        using var servers = new ServiceServers(network);
        if (run.Configuration is null)
            story.Show(servers);
        if (!run.Check)
            story.Watch(file);
    }

    private void Show(ServiceServers servers)
    {
        foreach (bool v6 in (bool[])[false, true])
        {
            // First with checksums that the device is to complete, then with complete ones, which the receiver's stack verifies.
            foreach (bool offload in (bool[])[true, false])
            {
                foreach (ServiceNode node in _network.Clients.Concat(_network.Backends))
                    OutsideCommand.Run(node.Place, "ethtool", "-K", "eth0", "tx", offload ? "on" : "off");
                _run.View.Say($"IPv{(v6 ? 6 : 4)}, checksum and segmentation offload {(offload ? "on" : "off")}");
                var checks = new ServiceChecks(_run, _network, v6, $"IPv{(v6 ? 6 : 4)}{(offload ? "" : ", no offload")}", Draw);
                checks.Spread();
                if (!_run.Fates.Holds)
                    return; // what follows would only wait for its limits
                checks.KeepsTogether();
                checks.Fragments();
                checks.Connections(servers, offload ? 8_000_000 : 300_000);
                checks.Errors();
                checks.Echoes();
            }
        }

        new BackendChanges(_run, _network, _store, servers, _text, Draw).Show();
        foreach (ServiceNode node in _network.Clients.Concat(_network.Backends))
        {
            if (StackCounters.Read(node.Place, "Udp", "InCsumErrors") is var wrong && wrong != 0)
                _run.Fates.Problem($"{node.Name} has seen {wrong} UDP packets with a wrong checksum");
            if (StackCounters.Read(node.Place, "Tcp", "InCsumErrors") is var segments && segments != 0)
                _run.Fates.Problem($"{node.Name} has seen {segments} TCP segments with a wrong checksum");
        }
    }

    private void Load(string text)
    {
        foreach (ConfigurationProblem problem in _store.Load(text))
            throw new SampleFailedException($"the configuration is not used: {problem}");
    }

    // Keeps requests running, and loads the file anew whenever it changes, until Ctrl+C.
    private void Watch(ConfigurationFile file)
    {
        _run.View.Say($"edit {file.Path}: it is loaded when it changes (Ctrl+C ends)");
        for (int i = 0; ; i++)
        {
            if (file.ReadChanged() is { } text)
            {
                var problems = _store.Load(text);
                _run.View.Say(problems.Count == 0 ? $"{_store.Current.Count} services hold" : $"the configuration stays as it was: {string.Join("; ", problems)}");
            }

            ServiceEntry? service = _store.Current.FirstOrDefault(static s => s.Protocol == BpfSharp.Protocols.IpProtocol.Udp);
            if (service is not null)
            {
                using var request = new ServiceRequest(_network.Clients[i % 2], new IPEndPoint(service.Address, service.Port));
                request.Ask(32);
            }

            Draw();
            _run.Pause(TimeSpan.FromMilliseconds(100));
        }
    }

    private void Draw() => _run.View.Update(() => ServicePicture.Draw(_balancer, _store.Current));
}
