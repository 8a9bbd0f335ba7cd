using System.Linq;
using System.Text.RegularExpressions;
using BpfSharp.Samples;

namespace BpfSharp.Benchmarks.Ddos;

/// <summary>iptables (the kernel's own rules, not those of nf_tables) with a match of xt_bpf for each signature, as early as it can: raw, PREROUTING.</summary>
internal sealed partial class IptablesLane() : DropLane("iptables xt_bpf")
{
    public override void Use(FloodSignatures signatures)
    {
        OutsideCommand.Run(Place.Place, "iptables-legacy", "-t", "raw", "-F", "PREROUTING");
        foreach (string bytecode in signatures.Bytecode.Select(static b => b.ToString()))
            OutsideCommand.Run(Place.Place, "iptables-legacy", "-t", "raw", "-A", "PREROUTING", "-m", "bpf", "--bytecode", bytecode, "-j", "DROP");
    }

    public override long Dropped() =>
        Rules().Matches(OutsideCommand.Run(Place.Place, "iptables-legacy", "-t", "raw", "-L", "PREROUTING", "-v", "-x", "-n")).Sum(static m => Number(m));

    protected override void Prepare() => Place.TakeFramesWithoutXdp();

    [GeneratedRegex(@"^\s*(\d+)\s+\d+\s+DROP", RegexOptions.Multiline)]
    private static partial Regex Rules();
}
