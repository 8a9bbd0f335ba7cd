using System;
using System.Runtime.CompilerServices;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Records of ring buffers that are written in place, and what becomes of them on each way out of their scope.</summary>
public static partial class ReservationPrograms
{
    // 32 bytes a record with its header, and one byte stays free: 127 records fit.
    private static readonly RingBufferMap<Sample> Ring = new(byteSize: 4096);
    private static readonly RingBufferMap<Sample> Other = new(byteSize: 4096);

    public struct Sample
    {
        public long A;
        public byte Kind;
        public long B;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Submitted(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        using RingBufferReservation<Sample> sample = Ring.Reserve();
        if (sample.IsAbsent)
        {
            o.R0 = 1;
            return XdpAction.Tx;
        }

        sample.Record.A = o.A;
        sample.Record.Kind += 3;
        o.R1 = sample.Record.B;
        sample.Submit();
        return sample.IsAbsent ? XdpAction.Pass : XdpAction.Aborted;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction DiscardedByEndOrFault(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        using RingBufferReservation<Sample> sample = Ring.Reserve();
        ref Sample record = ref sample.Record;
        record.A = o.A / (o.B & 3);
        record.B = 7;
        o.R0 = record.A;
        if (o.A < 0)
            return XdpAction.Tx;
        if (o.A > 10)
            sample.Submit(RingBufferWakeup.Never);
        return XdpAction.Pass;
    }

    // What was found to be there is tested again at the scope's end, where the way on which it is absent has long met.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction TestedAndMet(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        using RingBufferReservation<Sample> sample = Ring.Reserve();
        if (!sample.IsAbsent)
            sample.Record.A = o.A;
        o.R0 = Bpf.CpuId() < 4096 ? o.A ^ o.B : 0;
        o.R1 = 100 / (o.B & 3);
        if (o.A > 5 && !sample.IsAbsent)
        {
            sample.Record.B = o.B;
            sample.Submit();
        }

        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Two(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        using RingBufferReservation<Sample> first = Ring.Reserve();
        using (RingBufferReservation<Sample> second = Other.Reserve())
        {
            if (first.IsAbsent || second.IsAbsent)
                return XdpAction.Tx;
            second.Record.A = 100 / o.A;
            first.Record = second.Record;
            if (o.B > 0)
                second.Submit();
        }

        first.Record.B = 100 / o.B;
        first.Submit();
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction InLoop(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        for (int i = 0; i < 3; i++)
        {
            using RingBufferReservation<Sample> sample = Ring.Reserve();
            if (sample.IsAbsent)
                break;
            sample.Record.B = i;
            if (i == (o.A & 3))
                continue;
            sample.Submit();
            o.R0++;
        }

        return XdpAction.Pass;
    }

    // A loop of few rounds is unrolled, and one place discards the record of whichever round faults.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction FaultInLoop(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        for (int i = 2; i > 0; i--)
        {
            using RingBufferReservation<Sample> sample = Ring.Reserve();
            if (sample.IsAbsent)
                continue;
            sample.Record.A = checked((byte)(o.A + i));
            sample.Record.B = 100 / (o.B & 3);
            if (o.A > 5)
                sample.Submit();
        }

        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Filled(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        using RingBufferReservation<Sample> sample = Fill(ctx, o.A);
        sample.Submit();
        return XdpAction.Pass;
    }

    // The kernel follows the reservation out of the method that made it.
    private static RingBufferReservation<Sample> Fill(XdpContext ctx, long a)
    {
        RingBufferReservation<Sample> sample = Ring.Reserve();
        if (!sample.IsAbsent)
            sample.Record.A = a;
        return sample;
    }
}
