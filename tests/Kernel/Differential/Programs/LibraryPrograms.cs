using BpfSharp.Language.Library;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Functions of another assembly, generic ones over types of this one included.</summary>
public static partial class LibraryPrograms
{
    public readonly struct Hundreds : IUnit
    {
        public static long Scale => 100;

        public static long Round(long value) => value & ~1L;
    }

    public readonly struct Sevens : IUnit
    {
        public static long Scale => 7;

        public static long Round(long value) => value + 3;
    }

    [XdpProgram]
    public static XdpAction Units(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Measures.InUnits<Hundreds>(o.A);
        o.R1 = Measures.InUnits<Sevens>(o.B);
        o.R2 = Measures.SizeOf<Operands>() + Measures.SizeOf<Pair<long, int>>();
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Pairs(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        var pair = new Pair<int, long>((int)o.A, o.B);
        Pair<long, int> swapped = pair.Swapped;
        o.R0 = swapped.First - swapped.Second;
        var equal = new Pair<short, short>((short)o.A, (short)o.B);
        o.R1 = Measures.TryPick(in equal, (o.A & 1) != 0, out short picked) ? picked : -1;
        o.R2 = pair ? 1 : 2;
        o.R3 = swapped ? 1 : 2;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction State(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Tallies.Add(o.A);
        o.R1 = Tallies.Digit(o.B);
        Tallies.Total ^= o.B;
        o.R2 = Tallies.Total;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Weights(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Measures.Weighted(ctx.Packet.Bytes[14..]);
        o.R1 = Measures.Weighted(ctx.Packet.Bytes[100..]);
        return XdpAction.Pass;
    }
}
