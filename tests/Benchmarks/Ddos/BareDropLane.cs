using System.Linq;
using System.Text.RegularExpressions;
using BpfSharp.Loader;
using BpfSharp.Samples;
using DdosPipeline;

namespace BpfSharp.Benchmarks.Ddos;

/// <summary>An XDP program that drops all. The device counts.</summary>
internal sealed partial class BareDropLane(FloodObject flood) : DropLane("bare XDP drop")
{
    private long _start;

    public override void Use(FloodSignatures signatures) => _start = Read();

    public override long Dropped() => Read() - _start;

    protected override void Prepare() => Place.Place.Run(() => flood.Discard.Attach(Place.Device, XdpMode.Native));

    private long Read() => Drops().Matches(OutsideCommand.Run(Place.Place, "ethtool", "-S", Place.Device)).Sum(static m => Number(m));

    [GeneratedRegex(@"xdp_drops: (\d+)")]
    private static partial Regex Drops();
}
