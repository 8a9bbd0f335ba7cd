using System;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

public static partial class FinallyPrograms
{
    /// <summary>Counts in a map when it is left.</summary>
    private readonly ref struct Counted(uint slot, long amount)
    {
        private readonly uint _slot = slot & 3;
        private readonly long _amount = amount;

        public void Dispose() => Counts[_slot] += _amount;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction UsingDeclarations(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        using var outer = new Counted((uint)o.A, 1);
        using var inner = new Counted((uint)o.B, 100);
        o.R0 = o.A / o.B;
        if (o.R0 > 5)
            return XdpAction.Tx;
        o.R1 = Counts[(uint)o.A & 3];
        return XdpAction.Pass;
    }

    /// <summary>Disposed of by the interface, without boxing, in place.</summary>
    private struct Stage : IDisposable
    {
        public long Count;

        public long Next() => ++Count;

        public void Dispose() => Trace[1] += Count;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction UsingStatements(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        using (var stage = new Stage { Count = o.A & 7 })
        {
            o.R0 = stage.Next();
            o.R1 = stage.Next() / (o.B & 3);
            if (o.R1 == 1)
                return XdpAction.Tx;
        }

        using (new Counted(3, 5))
            o.R2 = Trace[1];
        return XdpAction.Pass;
    }

    private static long Scoped<T>(T scope, long divisor) where T : struct, IDisposable
    {
        using (scope)
            return 60 / divisor;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction UsingOfTypeParameter(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Scoped(new Stage { Count = 3 }, o.A & 3);
        return XdpAction.Pass;
    }

    private readonly struct Failing(long divisor) : IDisposable
    {
        private readonly long _divisor = divisor;

        public void Dispose() => Trace[2] += 60 / _divisor;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction FaultingDispose(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        using var outer = new Counted(0, 7);
        using (new Failing(o.A & 3))
        {
            o.R0 = 1;
            if (o.B > 100)
                throw new InvalidOperationException();
            o.R0 = 2;
        }

        o.R0 = 3;
        return XdpAction.Pass;
    }

    private ref struct Countdown(int from)
    {
        private int _left = from;

        public readonly int Current => _left;

        public readonly Countdown GetEnumerator() => this;

        public bool MoveNext() => --_left >= 0;

        public readonly void Dispose() => Trace[3] += 100 + _left;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction EnumeratorDispose(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        foreach (int i in new Countdown(5))
        {
            if (i == (o.A & 7))
                break;
            o.R0 += 100 / (i - (int)(o.B & 3));
        }

        o.R1 = Trace[3];
        return XdpAction.Pass;
    }
}
