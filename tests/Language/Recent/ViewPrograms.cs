using System;
using BpfSharp.Protocols;

namespace BpfSharp.Language.Recent;

/// <summary>Views of packets, and records of a length that only the program knows: dynptrs (Linux 6.5).</summary>
public static partial class ViewPrograms
{
    private static readonly RingBufferMap<Sample> Ring = new(byteSize: 4096);

    private static uint s_offset;
    private static uint s_count;
    private static long s_sum;
    private static long s_flags;

    public struct Sample
    {
        public uint Length;
        public uint Behind;
    }

    /// <summary>Reads at any offset: what is found, and that there is nothing.</summary>
    [XdpProgram(Fragments = true)]
    public static XdpAction ReadOfXdp(XdpContext ctx)
    {
        ctx.OpenView(out PacketView view);
        s_flags = 0;
        s_sum = view.Length;
        Note(0, view.TryRead(s_offset, out ulong word));
        s_sum += (long)word;
        Span<byte> some = stackalloc byte[5];
        Note(1, view.ReadBytes(s_offset, some));
        foreach (byte b in some)
            s_sum += b;
        Note(2, view.Narrow(s_offset, s_count));
        s_sum += view.Length * 1000;
        Note(3, view.TryRead(3, out ushort half));
        s_sum += half;
        view.Clone(out PacketView other);
        Note(4, other.Narrow(1, 4));
        s_sum += other.Length + (view.Length * 7);
        return s_flags == 0 ? XdpAction.Drop : XdpAction.Pass;
    }

    /// <summary>The same of an skb.</summary>
    [TcProgram]
    public static TcAction ReadOfTc(TcContext ctx)
    {
        ctx.OpenView(out PacketView view);
        s_flags = 0;
        s_sum = view.Length;
        Note(0, view.TryRead(s_offset, out ulong word));
        s_sum += (long)word;
        Span<byte> some = stackalloc byte[5];
        Note(1, view.ReadBytes(s_offset, some));
        foreach (byte b in some)
            s_sum += b;
        Note(2, view.Narrow(s_offset, s_count));
        s_sum += view.Length * 1000;
        Note(3, view.TryRead(3, out ushort half));
        s_sum += half;
        view.Clone(out PacketView other);
        Note(4, other.Narrow(1, 4));
        s_sum += other.Length + (view.Length * 7);
        return s_flags == 0 ? TcAction.Shot : TcAction.Ok;
    }

    /// <summary>Writes at any offset, then what stands there.</summary>
    [XdpProgram(Fragments = true)]
    public static XdpAction WriteOfXdp(XdpContext ctx)
    {
        ctx.OpenView(out PacketView view);
        s_flags = 0;
        Note(0, view.TryWrite(s_offset, 0x0102_0304u));
        Note(1, view.WriteBytes(s_offset + 6, [9, 8, 7]));
        s_sum = view.TryRead(s_offset, out uint word) ? word : -1;
        return s_flags == 0 ? XdpAction.Drop : XdpAction.Pass;
    }

    /// <summary>The same of an skb.</summary>
    [TcProgram]
    public static TcAction WriteOfTc(TcContext ctx)
    {
        ctx.OpenView(out PacketView view);
        s_flags = 0;
        Note(0, view.TryWrite(s_offset, 0x0102_0304u));
        Note(1, view.WriteBytes(s_offset + 6, [9, 8, 7]));
        s_sum = view.TryRead(s_offset, out uint word) ? word : -1;
        return s_flags == 0 ? TcAction.Shot : TcAction.Ok;
    }

    /// <summary>Structures in place, or in the buffer; a fault beyond the end.</summary>
    [XdpProgram(Fragments = true, OnFault = XdpAction.Tx)]
    public static XdpAction SliceOfXdp(XdpContext ctx)
    {
        ctx.OpenView(out PacketView view);
        EthernetHeader own = default;
        ref readonly EthernetHeader ethernet = ref view.Slice(0, ref own);
        s_sum = (long)ethernet.EtherType;
        ulong buffer = 0;
        ref ulong word = ref view.SliceForWriting(s_offset, ref buffer);
        s_sum += (long)word;
        word = 0x1122_3344_5566_7788;
        return s_sum == 0 ? XdpAction.Drop : XdpAction.Pass;
    }

    /// <summary>The same of an skb.</summary>
    [TcProgram(OnFault = TcAction.Next)]
    public static TcAction SliceOfTc(TcContext ctx)
    {
        ctx.OpenView(out PacketView view);
        EthernetHeader own = default;
        ref readonly EthernetHeader ethernet = ref view.Slice(0, ref own);
        s_sum = (long)ethernet.EtherType;
        ulong buffer = 0;
        ref ulong word = ref view.SliceForWriting(s_offset, ref buffer);
        s_sum += (long)word;
        word = 0x1122_3344_5566_7788;
        return s_sum == 0 ? TcAction.Shot : TcAction.Ok;
    }

    /// <summary>A record with bytes of the packet behind it: submitted, discarded, or left by a fault.</summary>
    [TcProgram(OnFault = TcAction.Next)]
    public static TcAction Recorded(TcContext ctx)
    {
        ctx.OpenView(out PacketView view);
        uint behind = s_count & 0x7ff;
        using RingBufferBytes<Sample> record = Ring.Reserve(new Sample { Length = view.Length, Behind = behind }, behind, out RingBufferRoom room);
        s_flags = 0;
        Note(0, !record.IsAbsent);
        if (record.IsAbsent)
            return TcAction.Shot;
        Span<byte> some = stackalloc byte[16];
        for (uint i = 0; i < 8; i++)
        {
            if (view.ReadBytes(i * 16, some))
                Note(1, record.WriteBytes(i * 16, some));
        }

        Note(2, record.TryWrite(behind - 4, 0x0a0b_0c0du));
        s_sum = 100 / s_offset;
        if (s_offset > 20)
            return TcAction.Pipe;
        record.Submit(RingBufferWakeup.Never);
        Note(3, record.IsAbsent);
        return TcAction.Ok;
    }

    private static void Note(int bit, bool happened)
    {
        if (happened)
            s_flags |= 1L << bit;
    }
}
