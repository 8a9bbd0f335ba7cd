using BpfSharp;
using BpfSharp.Language.Library;

namespace Consumer;

/// <summary>A program of a project that has everything from packages: the compiler, the loader, and a library of BPF functions.</summary>
public static partial class Meter
{
    public readonly struct Dozens : IUnit
    {
        public static long Scale => 12;

        public static long Round(long value) => value * 2;
    }

    [XdpProgram]
    public static XdpAction Measure(XdpContext ctx)
    {
        ref long value = ref ctx.Packet.Header<long>(14);
        value = Measures.InUnits<Dozens>(value) + Tallies.Add(value) + Tallies.Digit(value);
        return XdpAction.Tx;
    }
}
