using System;
using System.Runtime.CompilerServices;

namespace BpfSharp.Language.Recent;

/// <summary>Loops without a bound that can't be callbacks of <c>bpf_loop</c>: a reference goes from round to round, or comes out.</summary>
public static partial class IteratorPrograms
{
    private static readonly LoadConstant<uint> Stops = 0;
    private static readonly RingBufferMap<long> Ring = new(byteSize: 4096);
    private static readonly HashMap<uint, Node> Nodes = new(maxEntries: 64);

    private static long s_left;
    private static long s_sum;

    /// <summary>An element of a list: keys lead on.</summary>
    public struct Node
    {
        public long Value;
        public uint Next;
        public uint Uses;
    }

    /// <summary>A span that becomes shorter from the front, by what stands there.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction ShorterSpan(XdpContext ctx)
    {
        Span<byte> rest = ctx.Packet.Bytes;
        int rounds = 0;
        while (rest.Length > 1 && rest[0] != 0xff)
        {
            s_sum += rest[1];
            rest = rest[((rest[0] & 15) + 1)..];
            rounds++;
        }

        s_left = rest.Length;
        return rounds > 6 ? XdpAction.Pass : XdpAction.Tx;
    }

    /// <summary>A list in a map: each entry names the next.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction List(XdpContext ctx)
    {
        uint key = ctx.Packet.Header<byte>(0);
        ref Node node = ref Nodes[key];
        node.Uses++;
        while (node.Next != key && Nodes.TryGetRef(node.Next, out Ref<Node> next))
        {
            s_sum += node.Value / (next.Value.Value - 3);
            node = ref next.Value;
            node.Uses++;
        }

        s_left = node.Value;
        return node.Next == key ? XdpAction.Pass : XdpAction.Tx;
    }

    /// <summary>The reference that the search ends with is used behind the loop.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Found(TcContext ctx)
    {
        int at = 0;
        while (ctx.Packet.TryHeader(at, out Ref<ushort> word) && word.Value != 0x0303)
            at += 1 + (word.Value & 3);
        ref ushort found = ref ctx.Packet.Header<ushort>(at);
        found ^= 0x1111;
        s_left = at;
        return TcAction.Ok;
    }

    /// <summary>Room in a ring buffer is written in the loop; it is given back by a fault in the midst, and by the limit.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Reserved(XdpContext ctx)
    {
        ref byte first = ref ctx.Packet.Header<byte>(0);
        using RingBufferReservation<long> record = Ring.Reserve();
        if (record.IsAbsent)
            return XdpAction.Tx;
        record.Record = 1;
        ref byte at = ref first;
        for (uint left = first | 1u; left != 1; left = Next(left))
        {
            record.Record += 1000 / ((long)left - 40) * at;
            at = ref Unsafe.Add(ref at, left & 1);
        }

        s_sum += record.Record;
        return XdpAction.Pass;
    }

    /// <summary>.NET ends the loop by an exception, the kernel by its limit of rounds.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Limit(XdpContext ctx)
    {
        using RingBufferReservation<long> record = Ring.Reserve();
        if (record.IsAbsent)
            return XdpAction.Tx;
        try
        {
            Span<byte> rest = ctx.Packet.Bytes;
            record.Record = ctx.Length;
            if (Stops != 0)
                throw new InvalidOperationException();
            while (!rest.IsEmpty)
            {
                record.Record ^= rest[0];
                rest = rest[(rest[0] & 1)..];
            }
        }
        finally
        {
            s_left += 3;
        }

        record.Submit();
        return XdpAction.Pass;
    }

    /// <summary>The same without a region around it.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction LimitAlone(XdpContext ctx)
    {
        Span<byte> rest = ctx.Packet.Bytes;
        s_left++;
        if (Stops != 0)
            throw new InvalidOperationException();
        while (!rest.IsEmpty)
            rest = rest[(rest[0] & 1)..];
        return XdpAction.Pass;
    }

    /// <summary>One loop in another, in a method that stays one; left by a jump, by a return and by a fault.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Nested(XdpContext ctx)
    {
        s_sum += Walk(ctx);
        return XdpAction.Pass;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Walk(XdpContext ctx)
    {
        Span<byte> rest = ctx.Packet.Bytes;
        long total = 0;
        while (rest.Length > 2 && rest[0] != 0xff)
        {
            Span<byte> inner = rest;
            while (inner.Length > 1)
            {
                if (inner[0] == 7)
                    break;
                if (inner[0] == 9)
                    return total;
                total += 5000 / (inner[1] - 240);
                inner = inner[((inner[0] & 31) + 8)..];
            }

            rest = rest[((rest[0] & 31) + 4)..];
        }

        return total;
    }

    private static uint Next(uint number) => (number & 1) == 0 ? number >> 1 : (number * 3) + 1;
}
