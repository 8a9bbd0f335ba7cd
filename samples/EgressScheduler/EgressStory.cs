using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using BpfSharp.Loader;
using BpfSharp.Samples;
using EgressScheduler.Configuration;
using EgressScheduler.Measure;
using EgressScheduler.Network;
using EgressScheduler.Traffic;

namespace EgressScheduler;

/// <summary>Packets go to the classes of a scheduler in three ways; rates are measured; the plan changes under traffic.</summary>
internal sealed class EgressStory
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_afterChange = TimeSpan.FromSeconds(1);

    private static readonly bool[] s_families = [false, true]; // IPv4, IPv6

    private readonly SampleRun _run;
    private readonly EgressNetwork _network;
    private readonly EgressObject _egress;
    private readonly HtbScheduler _scheduler;
    private readonly EgressStore _store;
    private readonly EgressPicture _picture;
    private readonly LandingCheck _landing;
    private readonly string _text;

    private EgressStory(SampleRun run, EgressNetwork network, EgressObject egress, string text)
    {
        (_run, _network, _egress, _text) = (run, network, egress, text);
        _scheduler = new HtbScheduler(network, run.Sabotage == Sabotage.Doubled ? 2 : 1);
        _store = new EgressStore(egress, _scheduler);
        _picture = new EgressPicture(egress, _store, _scheduler);
        _landing = new LandingCheck(run, network, egress, _scheduler, _store);
    }

    private bool IsAttached => _run.Sabotage != Sabotage.Detached;

    public static void Tell(SampleRun run)
    {
        var file = new ConfigurationFile(run.Configuration ?? Path.Combine(AppContext.BaseDirectory, "egress.txt"));
        string text = file.Read();
        using var lab = new LabNetwork();
        using EgressObject egress = EgressLoader.Load();
        var story = new EgressStory(run, new EgressNetwork(lab), egress, text);
        story.Load(text);
        if (run.Configuration is null)
            story.Show();
        if (!run.Check)
            story.Follow(file);
    }

    private void Show()
    {
        foreach (TcHook hook in _network.Hooks())
        {
            using TcLink observer = _network.Attach(_egress.Observe, hook, place: 2);
            using TcLink? classifier = IsAttached ? _network.Attach(_egress.Classify, hook, place: 1) : null;
            _run.View.Say($"{hook}, egress, before the scheduler: {(classifier is null ? "nothing attached" : $"{classifier.ProgramName} sets priority, mark and DSCP")}");
            _landing.Show($"{hook}, priority", s_families, labels: true, Breathe);
            if (hook == TcHook.Clsact)
                continue;
            Echoes();
            RatesAndChange();
            BadPlan();
        }

        FilterOnScheduler("filter on htb, not direct-action", "ClassOf gives a class", PlainClassifier);
        FilterOnScheduler("filter on htb, tc_classid", "MinorOf gives a minor number, the filter the major one", ClassIdFilter);
    }

    // Deliberate: this sample shows what Classify does better.
#pragma warning disable BPF2069
    private TcFilterLink PlainClassifier() => _egress.ClassOf.AttachToQdisc(EgressNetwork.Uplink, HtbScheduler.Root);
#pragma warning restore BPF2069

    private TcFilterLink ClassIdFilter() => _egress.MinorOf.AttachToQdisc(EgressNetwork.Uplink, HtbScheduler.Root, new() { DirectAction = true, Class = HtbScheduler.Root });

    private void FilterOnScheduler(string way, string said, Func<TcFilterLink> attach)
    {
        TcHook hook = _network.Hooks().Last();
        using TcLink observer = _network.Attach(_egress.Observe, hook, place: 2);
        using TcFilterLink? filter = IsAttached ? _network.Sender.Run(attach) : null;
        _run.View.Say($"{way}, under the scheduler's lock: {(filter is null ? "nothing attached" : said)}");
        _landing.Show(way, s_families, labels: false, Breathe);
        List<EgressFlow> flows = Busy();
        try
        {
            Measure(flows, way);
        }
        finally
        {
            End(flows);
        }
    }

    private void Echoes()
    {
        foreach (bool v6 in s_families)
        {
            // Whoever is asked for is looked for first: ARP, neighbour discovery.
            _network.Sender.Ip($"neighbor flush dev {EgressNetwork.Uplink}");
            _run.Fates.Add($"IPv{(v6 ? 6 : 4)} ping, its neighbour not known yet", "is answered", IcmpEcho.Ping(_network.Sender, Addresses.ReceiverOf(v6)));
        }
    }

    private void RatesAndChange()
    {
        List<EgressFlow> flows = Busy();
        try
        {
            Measure(flows, "as the file says");
            Load(_text.Replace("rate 40mbit", "rate 24mbit", StringComparison.Ordinal).Replace("rate 8mbit", "rate 16mbit", StringComparison.Ordinal));
            Wait(s_afterChange);
            Measure(flows, "after a change under traffic");
        }
        finally
        {
            End(flows);
        }

        Load(_text);
    }

    private void BadPlan()
    {
        EgressPlan before = _store.Current;
        string bad = $"{_text}\nudp to any port 9009 -> silver";
        IReadOnlyList<ConfigurationProblem> problems = _store.Load(bad);
        if (problems.Count != 1 || problems[0].Line != bad.Split('\n').Length || _store.Current != before)
            _run.Fates.Problem($"a bad line was not found: {string.Join("; ", problems)}");
        _run.View.Say($"a bad plan is not used: {string.Join("; ", problems)}");
        _landing.Show("after a bad plan", [false], labels: true, Breathe);
    }

    private void Load(string text)
    {
        foreach (ConfigurationProblem problem in _store.Load(text))
            throw new SampleFailedException($"the plan is not used: {problem}");
        _picture.Text = text;
    }

    private List<EgressFlow> Busy() => BusyFlows.Start(_network, _store.Current);

    private void End(List<EgressFlow> flows) => BusyFlows.End(flows, _run.Fates);

    private void Measure(List<EgressFlow> flows, string when)
    {
        IReadOnlyList<ClassRate> rates = new RateMeasurement(flows, _scheduler).Take(_store.Current, s_window, Wait);
        foreach (ClassRate rate in rates)
        {
            _run.View.Say($"rates, {when}: {rate}");
            if (rate.Misfit is { } misfit)
                _run.Fates.Problem($"rates, {when}: {misfit}");
        }
    }

    // Keeps all classes busy, and loads the file anew whenever it changes, until Ctrl+C.
    private void Follow(ConfigurationFile file)
    {
        TcHook hook = _network.Hooks().Last();
        using TcLink? classifier = IsAttached ? _network.Attach(_egress.Classify, hook, place: 1) : null;
        _run.View.Say($"edit {file.Path}: it is loaded when it changes (Ctrl+C ends)");
        List<EgressFlow> flows = Busy();
        try
        {
            while (true)
            {
                if (file.ReadChanged() is { } text)
                {
                    IReadOnlyList<ConfigurationProblem> problems = _store.Load(text);
                    if (problems.Count == 0)
                        _picture.Text = text;
                    _run.View.Say(problems.Count == 0 ? $"{_store.Current.Classes.Count} classes, {_store.Current.Rules.Count} rules hold" : $"the plan stays as it was: {string.Join("; ", problems)}");
                }

                Wait();
            }
        }
        finally
        {
            End(flows);
        }
    }

    private void Wait(TimeSpan time)
    {
        for (DateTime end = DateTime.UtcNow + time; DateTime.UtcNow < end;)
            Wait();
    }

    // As long for nobody as for a person: traffic needs the time.
    private void Wait()
    {
        Thread.Sleep(TimeSpan.FromMilliseconds(50));
        Breathe();
    }

    private void Breathe()
    {
        _run.View.Update(_picture.Draw);
        _run.Pause(TimeSpan.FromMilliseconds(20));
    }
}
