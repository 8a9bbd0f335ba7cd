using System;
using System.Runtime.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>
/// Loops without a bound in regions that have code to run when they are left. With <c>Stops</c> a loop of the limit's tests throws in its third round, which .NET can do as well: what the kernel's own limit
/// leaves behind must be the same.
/// </summary>
public static partial class LoopFinallyPrograms
{
    private static readonly LoadConstant<uint> Stops = 0;
    private static readonly RingBufferMap<long> Ring = new(byteSize: 4096);

    private static long s_left;
    private static long s_outer;

    /// <summary>Nothing in the region can fault but the loop's limit.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Limit(XdpContext ctx)
    {
        uint odd = (uint)ctx.Length | 1;
        try
        {
            if (Stops != 0)
                throw new InvalidOperationException();
            do
                odd *= 3;
            while (odd != 0);
        }
        finally
        {
            s_left += 7;
        }

        return XdpAction.Pass;
    }

    /// <summary>The loop is a method's own.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction LimitInMethod(XdpContext ctx)
    {
        try
        {
            try
            {
                if (Stops != 0)
                    throw new InvalidOperationException();
                s_outer += Cycle((uint)ctx.Length);
            }
            finally
            {
                s_left += 11;
            }
        }
        finally
        {
            s_outer += s_left;
        }

        return XdpAction.Pass;
    }

    /// <summary>What was reserved is given back: it fits again for every packet.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction LimitUnderReservation(XdpContext ctx)
    {
        using RingBufferReservation<long> record = Ring.Reserve();
        if (record.IsAbsent)
            return XdpAction.Tx;
        record.Record = ctx.Length;
        if (Stops != 0)
            throw new InvalidOperationException();
        s_left += Cycle((uint)ctx.Length);
        record.Submit();
        return XdpAction.Pass;
    }

    /// <summary>In a method that stays one.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction LimitInSubprogram(XdpContext ctx)
    {
        try
        {
            if (Stops != 0)
                throw new InvalidOperationException();
            s_left += CycleThere((uint)ctx.Length);
        }
        finally
        {
            s_left += 5;
        }

        return XdpAction.Pass;
    }

    /// <summary>A fault in the middle of a loop that goes on for as long as the packet says; the code behind sees the numbers of that moment.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction FaultInLoop(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint round = 0;
        long sum = 0;
        try
        {
            for (uint left = ((uint)o.A & 0x3ff) | 1; left != 1; left = (left & 1) == 0 ? left >> 1 : (left * 3) + 1)
            {
                round++;
                sum += 1000 / ((long)left - (uint)o.B % 16);
            }
        }
        finally
        {
            s_left = round;
            s_outer += sum;
            o.R1 = sum;
        }

        o.R0 = round;
        return XdpAction.Pass;
    }

    /// <summary>The region is inside of the loop, and is left by its end, by a jump, by a return and by a fault.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction RegionInLoop(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint left = (uint)o.A & 0x3ff;
        long sum = 0;
        while (left != 1)
        {
            try
            {
                left = (left & 1) == 0 ? left >> 1 : (left * 3) + 1;
                if (left == 5)
                    continue;
                if (left == 88)
                    break;
                if (left == 7)
                    return XdpAction.Tx;
                sum += 100 / ((long)left - 12);
            }
            finally
            {
                s_left += sum + left;
            }

            if (left == 0)
                break;
        }

        o.R0 = sum;
        return XdpAction.Pass;
    }

    /// <summary>Regions around and inside, and a loop in a loop.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction LoopsInRegions(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint outer = ((uint)o.A & 0xff) | 1;
        try
        {
            for (; outer != 1; outer = Next(outer))
            {
                uint inner = (uint)o.B & 0x3f;
                try
                {
                    while (inner > 1)
                    {
                        inner = Next(inner);
                        s_outer += 60 / ((long)inner - ((uint)o.A >> 8) % 32);
                    }
                }
                finally
                {
                    s_left += inner;
                }
            }
        }
        finally
        {
            s_left ^= outer;
        }

        o.R0 = outer;
        return XdpAction.Pass;
    }

    private static uint Next(uint number) => (number & 1) == 0 ? number >> 1 : (number * 3) + 1;

    private static uint Cycle(uint start)
    {
        uint odd = start | 1;
        while (odd != 0)
            odd *= 3;
        return odd;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint CycleThere(uint start) => Cycle(start);
}
