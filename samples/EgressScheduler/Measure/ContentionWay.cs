using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BpfSharp.Loader;
using BpfSharp.Samples;
using EgressScheduler.Configuration;
using EgressScheduler.Network;

namespace EgressScheduler.Measure;

/// <summary>A network of its own whose scheduler gets the same packets into the same class, in one of several ways.</summary>
internal sealed class ContentionWay : IDisposable
{
    /// <summary>Rules, of which the packets match the last.</summary>
    public const int Rules = 64;

    /// <summary>The port that the last rule names.</summary>
    public const ushort Port = FirstPort + Rules - 1;

    private const ushort FirstPort = 20_000;
    private const ushort Minor = 0x10;

    private readonly HtbScheduler _scheduler;
    private readonly EgressObject _egress = EgressLoader.Load();
    private readonly Dictionary<int, List<double>> _rates = [];
    private IDisposable? _link;

    private ContentionWay(string name, LabNetwork lab, string suffix)
    {
        Name = name;
        Network = new EgressNetwork(lab, suffix);
        _scheduler = new HtbScheduler(Network);
        IReadOnlyList<ConfigurationProblem> problems = new EgressStore(_egress, _scheduler).Load(
            $"default rate 10gbit\nclass gold {Minor:x} rate 10gbit\n" + string.Join('\n', Ports.Select(static p => $"udp to any port {p} -> gold")));
        if (problems.Count > 0)
            throw new SampleFailedException($"the plan is not used: {problems[0]}");
    }

    public string Name { get; }

    public EgressNetwork Network { get; }

    /// <summary>Packets that have gone by the right class.</summary>
    public long Classified => _scheduler.Read()[Minor].Packets;

    private static IEnumerable<int> Ports => Enumerable.Range(FirstPort, Rules);

    /// <summary>All ways, each attached.</summary>
    /// <param name="lab">Where to build.</param>
    /// <param name="attach">False: nothing is attached, to see what happens.</param>
    public static IReadOnlyList<ContentionWay> All(LabNetwork lab, bool attach)
    {
        ContentionWay filters = new($"{Rules} u32 filters under the lock", lab, "-u"), under = new("a program under the lock", lab, "-l"), before = new("a program before the lock", lab, "-b");
        if (attach)
        {
            filters.AddFilters();
#pragma warning disable BPF2069 // what it costs is measured here
            under._link = under.Network.Sender.Run(() => under._egress.ClassOf.AttachToQdisc(EgressNetwork.Uplink, HtbScheduler.Root));
#pragma warning restore BPF2069
            before._link = before.Network.Attach(before._egress.Classify, before.Network.Hooks().Last(), place: 1);
        }

        return [filters, under, before];
    }

    /// <summary>Writes down what a round gave, in packets a second.</summary>
    public void Add(int senders, double rate)
    {
        if (!_rates.TryGetValue(senders, out List<double>? rates))
            _rates[senders] = rates = [];
        rates.Add(rate);
    }

    /// <summary>Median of the rounds, in packets a second.</summary>
    public double Rate(int senders) => _rates[senders].Order().ElementAt(_rates[senders].Count / 2);

    public void Dispose()
    {
        _link?.Dispose();
        _egress.Dispose();
    }

    // One call of tc for all of them.
    private void AddFilters()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, Ports.Select(static p =>
                $"filter add dev {EgressNetwork.Uplink} parent {HtbScheduler.Root} protocol ip prio 1 u32 match ip protocol 17 0xff match ip dport {p} 0xffff flowid {new TcHandle(Egress.Major, Minor)}"));
            Network.Tc("-batch", file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
