using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using BpfSharp.Samples;
using ContainerPolicy.Configuration;
using ContainerPolicy.Network;
using ContainerPolicy.Traffic;

namespace ContainerPolicy;

/// <summary>A policy of 10,000 rules, traffic that it allows and denies, a reload under traffic, a bad file.</summary>
internal sealed class PolicyStory
{
    private const int ManyRules = 10_000;
    private const int Reloads = 4;
    private const ushort RefusingPort = 9_999;

    private readonly SampleRun _run;
    private readonly IPolicy _policy;
    private readonly PolicyNetwork _network;
    private readonly PolicyStore _store;
    private readonly PolicyFlows _flows;
    private readonly PolicyConnections _connections;
    private readonly PolicyPicture _picture;
    private readonly string _text;

    private PolicyStory(SampleRun run, IPolicy policy, PolicyNetwork network, PolicyFlows flows, PolicyConnections connections, string text)
    {
        (_run, _policy, _network, _flows, _connections, _text) = (run, policy, network, flows, connections, text);
        _store = new PolicyStore(policy);
        _picture = new PolicyPicture(policy, _store, text);
    }

    private string ManyRulesText => $"{_text}\n{RandomRules.Text(ManyRules)}";

    // Without the rule for port 80.
    private string ClosedText => string.Join('\n', ManyRulesText.Split('\n').Where(static l => !l.Contains("port 80", StringComparison.Ordinal)));

    public static void Tell(SampleRun run)
    {
        var file = new ConfigurationFile(run.Configuration ?? Path.Combine(AppContext.BaseDirectory, "policy.txt"));
        string text = file.Read();
        using var lab = new LabNetwork();
        using PolicyObject policy = PolicyLoader.Load();
        using var network = new PolicyNetwork(lab, policy, attach: run.Sabotage != Sabotage.Detached);
        run.View.Say(network.Description);
        using var flows = new PolicyFlows(network);
        using var connections = new PolicyConnections(network, run.Fates);
        var story = new PolicyStory(run, policy, network, flows, connections, text);
        if (run.Configuration is null)
            story.Show();
        else
            story.Load(text);
        if (!run.Check)
            new PolicyWatch(run, story._store, file, flows, story._picture).Follow();
        flows.WriteFates(run.Fates);
    }

    private void Show()
    {
        Load(ManyRulesText);
        _run.View.Say($"{_store.Current.Count} rules hold");
        foreach (bool v6 in (bool[])[false, true])
        {
            _flows.ByRulesAndState(v6, Breathe);
            Echoes(v6);
            RelatedErrors(v6);
            _connections.Open(v6);
            _connections.Refused(v6);
        }

        CheckCounter();
        _flows.AgainstReference(_store.Current, Breathe);
        _connections.Exchange("before the reload");
        ReloadUnderTraffic();
        _connections.Exchange("after the reload");
        _connections.RefusedAfterReload(v6: false);
        _connections.RefusedAfterReload(v6: true);
        BadPolicy();
    }

    private void Load(string text)
    {
        foreach (ConfigurationProblem problem in _store.Load(text))
            throw new SampleFailedException($"the policy is not used: {problem}");
    }

    private void Echoes(bool v6)
    {
        _run.Fates.Add($"IPv{(v6 ? 6 : 4)} ping of the container", "is answered", IcmpEcho.Ping(_network.Outside, Addresses.ContainerOf(v6)));
        _run.Fates.Add($"IPv{(v6 ? 6 : 4)} ping by the container", "is answered", IcmpEcho.Ping(_network.Container, Addresses.FriendOf(v6)));
        if (!v6)
            _run.Fates.Add("IPv4 ping of the foe by the container", "never arrives", IcmpEcho.Ping(_network.Container, Addresses.Foe) is null ? "was answered" : null);
    }

    private void RelatedErrors(bool v6)
    {
        var from = new IPEndPoint(Addresses.ContainerOf(v6), 0);
        _run.Fates.Add($"IPv{(v6 ? 6 : 4)} ICMP error about a packet of the container", "reaches its socket",
            RefusedDatagram.Send(_network.Container, from, new IPEndPoint(Addresses.FriendOf(v6), RefusingPort)));
        if (v6)
            return;
        long before = StackCounters.Read(_network.Container, "Icmp", "InMsgs");
        ForgedError.Send(_network.Outside, Addresses.Container, Addresses.Friend);
        Thread.Sleep(TimeSpan.FromMilliseconds(100));
        _run.Fates.Add("IPv4 ICMP error about a packet that nobody sent", "never arrives",
            StackCounters.Read(_network.Container, "Icmp", "InMsgs") > before ? "arrived" : null);
    }

    // The first fragment of a packet counts, later ones share its fate.
    private void CheckCounter()
    {
        int line = Array.FindIndex(ManyRulesText.Split('\n'), static l => l.Contains("port 7001-7003", StringComparison.Ordinal)) + 1;
        ulong counted = _picture.Packets(_store.NumberOf(line));
        const int Expected = 2 * 2 * PolicyFlows.PacketsOfAFlow; // two families, two flows
        if (counted != Expected)
            _run.Fates.Problem($"the rule of line {line} has counted {counted} packets, and {Expected} were sent");
    }

    private void ReloadUnderTraffic()
    {
        using var done = new CancellationTokenSource();
        var sender = new Thread(() =>
        {
            for (bool v6 = false; !done.IsCancellationRequested; v6 = !v6)
                _flows.Open("while policies are replaced: open port", v6);
        })
        { Name = "traffic" };
        sender.Start();
        try
        {
            for (int i = 0; i < Reloads; i++)
            {
                Load(i % 2 == 0 ? ClosedText : ManyRulesText);
                Breathe();
            }

            Load(ClosedText);
            if (_run.Sabotage == Sabotage.Forgetful)
                _policy.Flows.Clear();
        }
        finally
        {
            done.Cancel();
            sender.Join();
        }

        _flows.Settle();
        _run.View.Say($"{Reloads + 1} policies of {_store.Current.Count} rules replaced each other under traffic; the last one closes port 80 to new connections");
    }

    private void BadPolicy()
    {
        string bad = $"{ClosedText}\nin allow udp from 10.83.1.0/33 port 7001";
        var problems = _store.Load(bad);
        if (problems.Count != 1 || problems[0].Line != bad.Split('\n').Length)
            _run.Fates.Problem($"a bad line was not found: {string.Join("; ", problems)}");
        _run.View.Say($"a bad policy is not used: {string.Join("; ", problems)}");
        for (int i = 0; i < PolicyFlows.PacketsOfAFlow; i++)
            _flows.Open("after a bad policy: open port", v6: false);
        _flows.Settle();
    }

    private void Breathe()
    {
        _run.View.Update(() => _picture.Draw(_flows));
        _run.Pause(TimeSpan.FromMilliseconds(20));
    }
}
