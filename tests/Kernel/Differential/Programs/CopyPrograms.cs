using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Fields on their way from one place to another, which the compiler moves in other widths and another order than they are written here.</summary>
public static partial class CopyPrograms
{
    private static readonly HashMap<uint, Neighbour> Neighbours = new(maxEntries: 16);
    private static readonly HashMap<Key, ulong> Keys = new(maxEntries: 64);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct Words
    {
        public ushort W0;
        public ushort W1;
        public ushort W2;
        public ushort W3;
        public ushort W4;
        public ushort W5;
        public ushort W6;
        public ushort W7;
        public ushort W8;
        public ushort W9;
        public byte B0;
        public byte B1;
        public byte B2;
        public byte B3;
    }

    public struct Neighbour
    {
        public uint Port;
        public ushort A0;
        public ushort A1;
        public ushort A2;
    }

    public struct Key
    {
        public uint Length;
        public ushort A;
        public ushort B;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction AddressesSwap(XdpContext ctx)
    {
        ref EthernetHeader ethernet = ref ctx.Packet.Header<EthernetHeader>(0);
        (ethernet.Destination, ethernet.Source) = (ethernet.Source, ethernet.Destination);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction AddressesMove(XdpContext ctx)
    {
        MacAddress destination = ctx.Packet.Header<EthernetHeader>(0).Destination, source = ctx.Packet.Header<EthernetHeader>(0).Source;
        if (!ctx.AdjustHead(-4))
            return XdpAction.Aborted;
        ref EthernetHeader ethernet = ref ctx.Packet.Header<EthernetHeader>(0);
        ethernet.Source = source;
        ethernet.Destination = destination;
        ethernet.EtherType = EtherType.Vlan;
        return XdpAction.Pass;
    }

    // Sources and targets overlap: all is read first, or each is stored before the next is read.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Overlaps(XdpContext ctx)
    {
        ref Words w = ref ctx.Packet.Header<Words>(14);
        ushort a = w.W0, b = w.W1, c = w.W2, d = w.W3;
        w.W1 = a;
        w.W2 = b;
        w.W3 = c;
        w.W4 = d;
        w.W6 = w.W5;
        w.W7 = w.W6;
        w.W8 = w.W7;
        w.B1 = w.B0;
        w.B0 = w.B2;
        w.B3 = w.B1;
        return XdpAction.Pass;
    }

    // Six bytes go where eight fit: what is stored behind them, before or after, must stay.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Excess(XdpContext ctx)
    {
        ref Words w = ref ctx.Packet.Header<Words>(14);
        ushort a = w.W0, b = w.W1, c = w.W2;
        if ((w.B0 & 1) == 0)
        {
            w.W5 = a;
            w.W6 = b;
            w.W7 = c;
            w.W8 = 1234;
        }
        else if ((w.B0 & 2) == 0)
        {
            w.W8 = 1234;
            w.W5 = a;
            w.W6 = b;
            w.W7 = c;
        }
        else
        {
            w.W5 = a;
            w.W6 = b;
            w.W7 = c;
            ushort seen = w.W8;
            w.W8 = (ushort)(seen + 1);
        }

        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction FromMap(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        if (!Neighbours.TryGetRef((uint)o.A & 3, out Ref<Neighbour> found))
            return XdpAction.Drop;
        ref Words w = ref ctx.Packet.Header<Words>(0);
        w.W0 = found.Value.A0;
        w.W1 = found.Value.A1;
        w.W2 = found.Value.A2;
        w.W3 = 7;
        o.R0 = found.Value.Port;
        return XdpAction.Pass;
    }

    // Keys that begin alike, one of which changes in between.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction AlikeKeys(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ushort a = (ushort)((ulong)o.A & 7), b = (ushort)((ulong)o.B & 7);
        o.R0 = Keys.TryGetValue(new Key { Length = 32, A = a, B = b }, out ulong first) ? (long)first : -1;
        if ((o.A & 8) != 0)
            o.R1 = Keys.TryGetValue(new Key { Length = 33, A = a, B = b }, out ulong second) ? (long)second : -1;
        o.R2 = Keys.TryGetValue(new Key { Length = 32, A = b, B = b }, out ulong third) ? (long)third : -1;
        return XdpAction.Pass;
    }

    // More numbers than registers, all of them in a key: they come back from there, side by side.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction BackFromKeys(XdpContext ctx)
    {
        ref Words w = ref ctx.Packet.Header<Words>(14);
        ushort a = w.W0, b = w.W1, c = w.W2, d = w.W3, e = w.W4, f = w.W5;
        var one = new Key { Length = a, A = b, B = c };
        var two = new Key { Length = d, A = e, B = f };
        bool found = Keys.TryGetValue(in one, out _) | Keys.TryGetValue(in two, out _);
        if (!ctx.AdjustHead(-8))
            return XdpAction.Aborted;
        ref Words moved = ref ctx.Packet.Header<Words>(2);
        moved.W0 = b;
        moved.W1 = c;
        moved.W2 = e;
        moved.W3 = f;
        moved.W4 = a;
        moved.W5 = d;
        moved.B0 = found ? (byte)1 : (byte)2;
        return XdpAction.Pass;
    }
}
