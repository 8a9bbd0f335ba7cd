using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Skb;

/// <summary>Programs that use references from before a pull after it, on a stream whose bytes tell where they are.</summary>
public static partial class DeepPrograms
{
    public const int Least = 60_100;
    public const byte Service = 0x48;
    public const uint Mask = 0x5A5A5A5A;

    private static uint s_start;
    private static ulong s_large;
    private static ulong s_right;
    private static ulong s_wrong;
    private static ulong s_absent;
    private static ulong s_marked;

    /// <summary>What the stream has at a position.</summary>
    public static byte ByteAt(uint position) => (byte)((position * 31) ^ (position >> 8));

    /// <summary>Reads deep in the payload, then from the headers through references that were taken before.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Compare(TcContext ctx)
    {
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        if (eth.EtherType != EtherType.IPv4)
            return TcAction.Ok;
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        int transport = EthernetHeader.Size + ip.HeaderLength;
        ref TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(transport);
        if (tcp.IsSyn)
            s_start = tcp.SequenceNumber + 1;
        if (ctx.Length < Least)
            return TcAction.Ok;
        s_large++;
        uint sequence = tcp.SequenceNumber;
        ushort port = tcp.DestinationPort;
        int payload = transport + tcp.HeaderLength;
        Expect(ctx, payload, sequence, 1_000);
        Expect(ctx, payload, sequence, 20_000);
        if (tcp.SequenceNumber == sequence && tcp.DestinationPort == port && ip.Version == 4 && eth.EtherType == EtherType.IPv4)
            s_right++;
        else
            s_wrong++;
        Expect(ctx, payload, sequence, 10_000);
        Expect(ctx, payload, sequence, 30_000);
        return TcAction.Ok;
    }

    /// <summary>Changes payload and headers through references from before and after; what it does to the payload it undoes when run again.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Rewrite(TcContext ctx)
    {
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (ctx.Length < Least)
            return TcAction.Ok;
        s_large++;
        if (!ctx.Packet.TryHeader(20_000, out Ref<uint> far) || !ctx.Packet.TryHeader(1_003, out Ref<uint> near) || !ctx.Packet.TryHeader(30_001, out Ref<uint> farther))
        {
            s_absent++;
            return TcAction.Ok;
        }

        if (ip.TypeOfService == Service)
            s_marked++;
        near.Value ^= Mask;
        farther.Value ^= Mask;
        far.Value ^= Mask;
        byte old = ip.TypeOfService;
        ip.TypeOfService = Service;
        ip.Checksum = InternetChecksum.Replace(ip.Checksum, (ushort)old, (ushort)Service);
        return TcAction.Ok;
    }

    /// <summary>At the very end of a segment, and behind it; each half of the offset is known in another way.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Ends(TcContext ctx)
    {
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        int transport = EthernetHeader.Size + ip.HeaderLength;
        ref TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(transport);
        if (tcp.IsSyn)
            s_start = tcp.SequenceNumber + 1;
        if (ctx.Length < Least)
            return TcAction.Ok;
        s_large++;
        int payload = transport + tcp.HeaderLength;
        uint sequence = tcp.SequenceNumber;
        Expect(ctx, payload, sequence, 60_000);
        Expect(ctx, payload, sequence, ctx.Length - payload - 1);
        if (ctx.Packet.TryHeader(ctx.Length, out Ref<byte> _) || ctx.Packet.TryHeader(ctx.Length - 3, out Ref<uint> _) || ctx.Packet.TryHeader(65_532, out Ref<uint> _))
            s_wrong++;
        if (tcp.SequenceNumber != sequence)
            s_wrong++;
        // All of it is linear now.
        System.Span<byte> bytes = ctx.Packet.Bytes;
        int middle = 40_000 + (int)(sequence & 1023);
        if (bytes.Length == ctx.Length && bytes[middle] == ByteAt(sequence - s_start + (uint)(middle - payload)))
            s_right++;
        else
            s_wrong++;
        return TcAction.Ok;
    }

    /// <summary>All of the payload, byte by byte, in a loop that becomes a callback; then the header from before.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Walk(TcContext ctx)
    {
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        int transport = EthernetHeader.Size + ip.HeaderLength;
        ref TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(transport);
        if (tcp.IsSyn)
            s_start = tcp.SequenceNumber + 1;
        if (ctx.Length < Least)
            return TcAction.Ok;
        s_large++;
        int payload = transport + tcp.HeaderLength;
        uint position = tcp.SequenceNumber - s_start;
        int wrong = 0;
        for (int offset = payload; offset < ctx.Length; offset++)
        {
            if (!ctx.Packet.TryHeader(offset, out Ref<byte> here))
            {
                s_absent++;
                break;
            }

            if (here.Value != ByteAt(position))
                wrong++;
            position++;
        }

        if (wrong == 0 && position - (tcp.SequenceNumber - s_start) == (uint)(ctx.Length - payload) && ip.Version == 4)
            s_right++;
        else
            s_wrong++;
        return TcAction.Ok;
    }

    /// <summary>References across calls of a function, and of a lambda, that take their own.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Calls(TcContext ctx)
    {
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        int transport = EthernetHeader.Size + ip.HeaderLength;
        ref TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(transport);
        if (tcp.IsSyn)
            s_start = tcp.SequenceNumber + 1;
        if (ctx.Length < Least)
            return TcAction.Ok;
        s_large++;
        int payload = transport + tcp.HeaderLength;
        uint position = tcp.SequenceNumber - s_start;
        if (Far(ctx, payload + 1_000) == ByteAt(position + 1_000) && ip.Version == 4)
            s_right++;
        else
            s_wrong++;
        int different = 0;
        Bpf.Loop(20, i =>
        {
            if (ctx.Packet.Header<byte>(payload + ((int)(i & 31) * 2_000)) != ByteAt(position + (i * 2_000)))
                different++;
        });
        if (different == 0 && Far(ctx, payload + 50_000) == ByteAt(position + 50_000) && tcp.SequenceNumber - s_start == position && ip.Version == 4)
            s_right++;
        else
            s_wrong++;
        return TcAction.Ok;
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static int Far(TcContext ctx, int offset) => ctx.Packet.Header<byte>(offset);

    private static void Expect(TcContext ctx, int payload, uint sequence, int offset)
    {
        uint position = sequence - s_start + (uint)offset;
        if (!ctx.Packet.TryHeader(payload + offset, out Ref<byte> far))
            s_absent++;
        else if (far.Value == ByteAt(position))
            s_right++;
        else
            s_wrong++;
    }
}
