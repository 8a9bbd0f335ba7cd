using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using BpfSharp.Loader;
using BpfSharp.Samples;
using DdosPipeline;
using DdosPipeline.Compilation;

namespace BpfSharp.Benchmarks.Ddos;

/// <summary>A receiver with something that drops, at the other end of a veth pair.</summary>
internal abstract partial class DropLane(string name) : IDisposable
{
    public string Name { get; } = name;

    public Receiver Place { get; private set; } = null!;

    public void Open(Receiver place)
    {
        Place = place;
        Prepare();
    }

    /// <summary>Puts signatures in the place of those before.</summary>
    public abstract void Use(FloodSignatures signatures);

    /// <summary>Packets that it has dropped since signatures were put there, by its own counters.</summary>
    public abstract long Dropped();

    public virtual void Dispose()
    {
    }

    protected abstract void Prepare();

    /// <summary>The pipeline, with signatures in its language or as bytecode.</summary>
    public sealed class OfPipeline(string name, bool isBytecode) : DropLane(name)
    {
        private PipelineObject? _pipeline;
        private SignatureStore? _store;

        public override void Use(FloodSignatures signatures)
        {
            _store!.Load("pass nothing udp port 0");
            if (_store.Load(isBytecode ? signatures.BytecodeText : signatures.Text) is { Count: > 0 } problems)
                throw new InvalidOperationException($"the signatures are not used: {problems[0]}");
        }

        public override long Dropped() => _store!.Counters.Values.Sum(c => _pipeline!.Counters[c].Sum(static v => (long)v.Packets));

        public override void Dispose()
        {
            _store?.Dispose();
            _pipeline?.Dispose();
        }

        protected override void Prepare()
        {
            _pipeline = PipelineLoader.Load();
            _store = new SignatureStore(_pipeline, _pipeline);
            Place.Place.Run(() => _pipeline.Filter.Attach(Place.Device, XdpMode.Native));
        }
    }

    /// <summary>An XDP program that drops all. The device counts.</summary>
    public sealed partial class OfBareDrop(FloodObject flood) : DropLane("bare XDP drop")
    {
        private long _start;

        public override void Use(FloodSignatures signatures) => _start = Read();

        public override long Dropped() => Read() - _start;

        protected override void Prepare() => Place.Place.Run(() => flood.Discard.Attach(Place.Device, XdpMode.Native));

        private long Read() => Drops().Matches(OutsideCommand.Run(Place.Place, "ethtool", "-S", Place.Device)).Sum(static m => Number(m));

        [GeneratedRegex(@"xdp_drops: (\d+)")]
        private static partial Regex Drops();
    }

    /// <summary>iptables (the kernel's own rules, not those of nf_tables) with a match of xt_bpf for each signature, as early as it can: raw, PREROUTING.</summary>
    public sealed partial class OfIptables() : DropLane("iptables xt_bpf")
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

    /// <summary>nftables with a rule for each signature, at a hook.</summary>
    public sealed partial class OfNftables(string name, string family, string hook, bool isOfDevice) : DropLane(name)
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

    private static long Number(Match match) => long.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
}
