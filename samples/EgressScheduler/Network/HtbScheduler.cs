using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using BpfSharp.Loader;
using EgressScheduler.Configuration;

namespace EgressScheduler.Network;

/// <summary>The scheduler <c>htb</c> on the sender's interface, set up by the tc command.</summary>
internal sealed partial class HtbScheduler : IClassTable
{
    private const string Burst = "15000"; // bytes
    private const string Quantum = "3000"; // bytes; tc would take a tenth of the rate, and the kernel calls that too big
    private const string QueueLimit = "2000"; // packets

    private readonly EgressNetwork _network;
    private readonly int _factor;
    private readonly HashSet<ushort> _known = [];

    /// <param name="network">Where.</param>
    /// <param name="factor">What rates are multiplied by; not 1 only to see the check fail.</param>
    public HtbScheduler(EgressNetwork network, int factor = 1)
    {
        (_network, _factor) = (network, factor);
        Tc("qdisc", "add", "dev", EgressNetwork.Uplink, "root", "handle", $"{Root}", "htb", "default", $"{Egress.DefaultMinor:x}");
    }

    /// <summary>The scheduler itself.</summary>
    public static TcHandle Root => new(Egress.Major, 0);

    public void Set(EgressClass added)
    {
        string rate = string.Create(CultureInfo.InvariantCulture, $"{added.BitsPerSecond * _factor}bit");
        Tc("class", "replace", "dev", EgressNetwork.Uplink, "parent", $"{Root}", "classid", Name(added.Minor), "htb",
            "rate", rate, "ceil", rate, "burst", Burst, "cburst", Burst, "quantum", Quantum);
        if (_known.Add(added.Minor))
            Tc("qdisc", "add", "dev", EgressNetwork.Uplink, "parent", Name(added.Minor), "pfifo", "limit", QueueLimit);
    }

    public void Remove(EgressClass removed)
    {
        Tc("class", "del", "dev", EgressNetwork.Uplink, "classid", Name(removed.Minor));
        _known.Remove(removed.Minor);
    }

    /// <summary>What each class has counted so far, by its minor number.</summary>
    public IReadOnlyDictionary<ushort, ClassStatistics> Read() => Pattern().Matches(_network.Tc("-s", "class", "show", "dev", EgressNetwork.Uplink)).ToDictionary(
        static m => TcHandle.Parse(m.Groups["class"].Value).Minor, static m => new ClassStatistics(Number(m, "packets"), Number(m, "bytes"), Number(m, "dropped"), Number(m, "waiting")));

    private static string Name(ushort minor) => new TcHandle(Egress.Major, minor).ToString();

    private void Tc(params IEnumerable<string> arguments) => _network.Tc(arguments);

    private static long Number(Match match, string name) => long.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);

    // tc has JSON for classes only since iproute2 6.2.
    [GeneratedRegex(@"class htb (?<class>[0-9a-f]*:[0-9a-f]+).*\n\s*Sent (?<bytes>\d+) bytes (?<packets>\d+) pkt \(dropped (?<dropped>\d+),.*\n\s*backlog \S+ (?<waiting>\d+)p")]
    private static partial Regex Pattern();
}
