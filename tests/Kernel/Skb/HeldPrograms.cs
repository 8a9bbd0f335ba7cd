using System.Runtime.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Skb;

/// <summary>Programs that read what is not linear where a lock, a reservation, a socket, a <c>finally</c> or a callback holds something.</summary>
public static partial class HeldPrograms
{
    /// <summary>What is written to the source address.</summary>
    public static MacAddress Mark => new(0x02, 0xaa, 0xbb, 0xcc, 0xdd, 0xee);

    private static readonly RingBufferMap<Record> Records = new(byteSize: 1 << 20);

    private static uint s_start;
    private static ulong s_large;
    private static ulong s_right;
    private static ulong s_wrong;
    private static ulong s_absent;

    /// <summary>What runs at the end, on a fault too, uses references.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Finally(TcContext ctx)
    {
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (!Begin(ctx, out int payload, out uint position))
            return TcAction.Ok;
        byte far = 0;
        ushort identification;
        try
        {
            far = ctx.Packet.Header<byte>(payload + 25_000);
        }
        finally
        {
            eth.Source = Mark;
            identification = ip.Identification;
        }

        if (far == DeepPrograms.ByteAt(position + 25_000) && ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size).Identification == identification)
            s_right++;
        else
            s_wrong++;
        return TcAction.Ok;
    }

    /// <summary>What runs at the end takes its reference anew, while a reservation is held.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction FinallyAnew(TcContext ctx)
    {
        if (!Begin(ctx, out int payload, out uint position))
            return TcAction.Ok;
        using RingBufferReservation<Record> record = Records.Reserve();
        if (record.IsAbsent)
            return TcAction.Ok;
        byte far = 0;
        try
        {
            far = ctx.Packet.Header<byte>(payload + 25_000);
        }
        finally
        {
            if (ctx.Packet.TryHeader(24_000, out Ref<byte> near) && near.Value == DeepPrograms.ByteAt(position + 24_000 - (uint)payload))
                s_right++;
            else
                s_absent++;
        }

        if (far != DeepPrograms.ByteAt(position + 25_000))
            s_wrong++;
        return TcAction.Ok;
    }

    /// <summary>Likewise behind the packet's end: the fault is that of the program.</summary>
    [TcProgram(OnFault = TcAction.Ok)]
    public static TcAction FinallyBehind(TcContext ctx)
    {
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        if (!Begin(ctx, out int payload, out uint position))
            return TcAction.Ok;
        try
        {
            if (ctx.Packet.Header<byte>(payload + 25_000) == DeepPrograms.ByteAt(position + 25_000))
                s_right++;
            if (ctx.Packet.Header<byte>(ctx.Length & 0xffff) == 0)
                s_wrong++;
        }
        finally
        {
            eth.Source = Mark;
            s_absent++;
        }

        s_wrong++;
        return TcAction.Ok;
    }

    /// <summary>A function that pulls is called while a reservation is held, between uses of references.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Reserved(TcContext ctx)
    {
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (!Begin(ctx, out int payload, out uint position))
            return TcAction.Ok;
        using RingBufferReservation<Record> record = Records.Reserve();
        if (record.IsAbsent)
            return TcAction.Ok;
        record.Record.Far = (byte)Far(ctx, payload + 45_000);
        if (record.Record.Far == DeepPrograms.ByteAt(position + 45_000) && ip.Version == 4)
            s_right++;
        else
            s_wrong++;
        record.Submit();
        return TcAction.Ok;
    }

    /// <summary>Likewise while a socket is held, and from a callback.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction WithSocket(TcContext ctx)
    {
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (!Begin(ctx, out int payload, out uint position))
            return TcAction.Ok;
        ref TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(EthernetHeader.Size + ip.HeaderLength);
        var tuple = new Ipv4SocketTuple { Source = ip.Destination, SourcePort = tcp.DestinationPort, Destination = ip.Source, DestinationPort = tcp.SourcePort };
        using SocketReference socket = ctx.LookupTcpSocket(tuple);
        if (socket.IsAbsent)
        {
            s_absent++;
            return TcAction.Ok;
        }

        int different = 0;
        if (Far(ctx, payload + 1_500) != DeepPrograms.ByteAt(position + 1_500) || tcp.SequenceNumber - s_start != position)
            different++;
        Bpf.Loop(20, i =>
        {
            if (ctx.Packet.Header<byte>(payload + ((int)(i & 31) * 2_000)) != DeepPrograms.ByteAt(position + (i * 2_000)))
                different++;
        });
        if (different == 0 && ip.Version == 4 && socket.Socket.LocalPort == tcp.SourcePort)
            s_right++;
        else
            s_wrong++;
        return TcAction.Ok;
    }

    /// <summary>A header as the state of a loop whose lambda pulls.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Captured(TcContext ctx)
    {
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (!Begin(ctx, out int payload, out uint position))
            return TcAction.Ok;
        int different = 0;
        byte service = ip.TypeOfService;
        Bpf.Loop(21, ref ip, (uint i, ref Ipv4Header header) =>
        {
            if (ctx.Packet.Header<byte>(payload + ((int)(i & 31) * 2_000)) != DeepPrograms.ByteAt(position + (i * 2_000)) || header.Version != 4)
                different++;
            header.TypeOfService ^= 0xff;
        });
        ip.TypeOfService ^= 0xff;
        if (different == 0 && ip.Version == 4 && ip.TypeOfService == service)
            s_right++;
        else
            s_wrong++;
        return TcAction.Ok;
    }

    /// <summary>On the other side: counts what was marked.</summary>
    [TcProgram]
    public static TcAction Count(TcContext ctx)
    {
        if (ctx.Packet.Header<EthernetHeader>(0).Source == Mark)
            s_right++;
        return TcAction.Ok;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Far(TcContext ctx, int offset) => ctx.Packet.Header<byte>(offset);

    // False for what is not large. Takes no reference that lives on.
    private static bool Begin(TcContext ctx, out int payload, out uint position)
    {
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        int transport = EthernetHeader.Size + ip.HeaderLength;
        ref TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(transport);
        if (tcp.IsSyn)
            s_start = tcp.SequenceNumber + 1;
        payload = transport + tcp.HeaderLength;
        position = tcp.SequenceNumber - s_start;
        if (ctx.Length < DeepPrograms.Least)
            return false;
        s_large++;
        return true;
    }

    public struct Record
    {
        public ulong Far;
    }
}
