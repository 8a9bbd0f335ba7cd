using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Keys with two 16-bit fields in a word, of all that such fields come from, and what these are wanted for besides.</summary>
public static partial class WordPrograms
{
    private static readonly HashMap<Flow, ulong> Flows = new(maxEntries: 4096);
    private static readonly HashMap<Service, ulong> Services = new(maxEntries: 4096);

    /// <summary>Behind the Ethernet header: ports in network order, and what else a key has; then results.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct Fields
    {
        public BigEndianUInt16 A;
        public BigEndianUInt16 B;
        public ushort C;
        public ushort D;
        public byte E;
        public byte F;
        public uint G;
        public ulong R0;
        public ulong R1;
        public ulong R2;
        public ushort R3;
        public uint R4;
    }

    public struct Flow
    {
        public uint Id;
        public ushort Source;
        public ushort Destination;
    }

    public struct Service
    {
        public ushort Port;
        public ushort Protocol;
    }

    // One direction, whose halves are swapped one by one.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Straight(XdpContext ctx)
    {
        ref Fields f = ref ctx.Packet.Header<Fields>(14);
        f.R0 = Count(new Flow { Id = 1, Source = f.A, Destination = f.B });
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Reverse(XdpContext ctx)
    {
        ref Fields f = ref ctx.Packet.Header<Fields>(14);
        f.R0 = Count(new Flow { Id = 1, Source = f.B, Destination = f.A });
        return XdpAction.Pass;
    }

    // Behind a header of any length, and the port is wanted alone.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction BothWays(XdpContext ctx)
    {
        ref Fields f = ref ctx.Packet.Header<Fields>(14 + (ctx.Packet.Header<byte>(0) & 3));
        ushort source = f.A, destination = f.B;
        f.R0 = Count(new Flow { Id = 2, Source = source, Destination = destination });
        f.R1 = Count(new Flow { Id = 2, Source = destination, Destination = source });
        if (Services.TryGetValue(new Service { Port = destination, Protocol = f.E }, out ulong found))
            f.R2 = found;
        f.R3 = destination;
        f.R4 = (uint)source * 3;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction BothKeys(XdpContext ctx)
    {
        ref Fields f = ref ctx.Packet.Header<Fields>(14 + (ctx.Packet.Header<byte>(0) & 3));
        ushort source = f.A, destination = f.B;
        f.R0 = Count(new Flow { Id = 9, Source = source, Destination = destination });
        f.R1 = Count(new Flow { Id = 9, Source = destination, Destination = source });
        f.R3 = destination;
        return XdpAction.Pass;
    }

    // In network order, as the other direction has them.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Unswapped(XdpContext ctx)
    {
        ref Fields f = ref ctx.Packet.Header<Fields>(14);
        ushort c = f.C, d = f.D;
        f.R0 = Count(new Flow { Id = 3, Source = d, Destination = c });
        if ((c & 1) != 0)
            f.R1 = Count(new Flow { Id = 3, Source = c, Destination = d });
        f.C = d;
        f.D = c;
        return XdpAction.Pass;
    }

    // What is read first is written before the other is read.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction WrittenBetween(XdpContext ctx)
    {
        ref Fields f = ref ctx.Packet.Header<Fields>(14);
        ushort a = f.A;
        f.A = 4711;
        f.B = (ushort)(f.B ^ 1);
        ushort b = f.B;
        f.R0 = Count(new Flow { Id = 4, Source = b, Destination = a });
        f.R1 = Count(new Flow { Id = 4, Source = f.B, Destination = f.A });
        return XdpAction.Pass;
    }

    // The second port comes later, from another block.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction LaterRead(XdpContext ctx)
    {
        ref Fields f = ref ctx.Packet.Header<Fields>(14);
        ushort b = f.B;
        if ((f.E & 1) != 0 && Services.TryGetValue(new Service { Port = b, Protocol = 6 }, out ulong found))
            f.R2 = found;
        f.R0 = Count(new Flow { Id = 10, Source = b, Destination = f.A });
        return XdpAction.Pass;
    }

    // What is read later is checked later, and may be pulled for it.
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction LaterPulled(TcContext ctx)
    {
        ushort a = ctx.Packet.Header<BigEndianUInt16>(36);
        ulong found = (a & 1) != 0 && Services.TryGetValue(new Service { Port = a, Protocol = 6 }, out ulong value) ? value : 0;
        ushort b = ctx.Packet.Header<BigEndianUInt16>(38);
        ref ulong result = ref ctx.Packet.Header<ulong>(0);
        result = found + Count(new Flow { Id = 11, Source = b, Destination = a });
        return TcAction.Ok;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Constants(XdpContext ctx)
    {
        ref Fields f = ref ctx.Packet.Header<Fields>(14);
        f.R0 = Count(new Flow { Id = 5, Source = f.A, Destination = 6 });
        f.R1 = Count(new Flow { Id = 5, Source = 0xfff0, Destination = f.B });
        f.R2 = Count(new Flow { Id = 5, Source = (ushort)f.G, Destination = 0xfff1 });
        f.R3 = f.B;
        return XdpAction.Pass;
    }

    // Numbers with and without bits above the field.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Mixed(XdpContext ctx)
    {
        ref Fields f = ref ctx.Packet.Header<Fields>(14);
        f.R0 = Count(new Flow { Id = 6, Source = f.A, Destination = f.E });
        f.R1 = Count(new Flow { Id = 6, Source = (ushort)(f.G + f.E), Destination = (ushort)(f.G * 5) });
        f.R2 = Count(new Flow { Id = 6, Source = (ushort)((sbyte)f.F), Destination = (ushort)(f.A - f.B) });
        return XdpAction.Pass;
    }

    // A key that is looked up while it is built, and then again.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Parts(XdpContext ctx)
    {
        ref Fields f = ref ctx.Packet.Header<Fields>(14);
        var key = new Flow { Id = 7, Source = f.B };
        f.R0 = Count(in key);
        key.Destination = f.A;
        f.R1 = Count(in key);
        key.Source = key.Destination;
        key.Destination = f.B;
        f.R2 = Count(in key);
        return XdpAction.Pass;
    }

    // Of what others write to: each read is one.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction FromValue(XdpContext ctx)
    {
        ref Fields f = ref ctx.Packet.Header<Fields>(14);
        if (!Services.TryGetRef(new Service { Port = (ushort)(f.A & 7), Protocol = 6 }, out Ref<ulong> value))
            return XdpAction.Drop;
        f.R0 = Count(new Flow { Id = 8, Source = (ushort)(value.Value >> 16), Destination = (ushort)value.Value });
        return XdpAction.Pass;
    }

    private static ulong Count(in Flow flow)
    {
        if (Flows.TryGetRef(in flow, out Ref<ulong> count))
            return ++count.Value;
        Flows.Set(in flow, 1UL);
        return 0;
    }
}
