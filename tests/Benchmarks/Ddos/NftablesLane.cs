using System.Linq;
using System.Text.RegularExpressions;
using BpfSharp.Samples;

namespace BpfSharp.Benchmarks.Ddos;

/// <summary>nftables with a rule for each signature, at a hook.</summary>
internal sealed partial class NftablesLane(string name, string family, string hook, bool isOfDevice) : DropLane(name)
{
    public override void Use(FloodSignatures signatures)
    {
        OutsideCommand.Run(Place.Place, "nft", "flush", "ruleset");
        string where = isOfDevice ? $"{hook} device \"{Place.Device}\" priority 0" : hook;
        string rules = string.Join('\n', signatures.Nftables);
        OutsideCommand.Run(Place.Place, "nft", $"table {family} flood {{\nchain first {{\ntype filter {where}; policy accept;\n{rules}\n}}\n}}\n");
    }

    public override long Dropped() => Counters().Matches(OutsideCommand.Run(Place.Place, "nft", "list", "ruleset")).Sum(static m => Number(m));

    protected override void Prepare() => Place.TakeFramesWithoutXdp();

    [GeneratedRegex(@"counter packets (\d+)")]
    private static partial Regex Counters();
}
