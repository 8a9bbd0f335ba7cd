using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>SYN cookies, and helpers that are told how many bytes.</summary>
public static partial class SynCookiePrograms
{
    private static readonly ArrayMap<long> Answers = new(maxEntries: 8);

    [XdpProgram]
    public static XdpAction InPlace(XdpContext ctx)
    {
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(14);
        ref TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(34);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<TcpHeader>(in tcp));
        Answers[0] = SynCookies.TryGenerate(in ip, bytes, out uint cookie, out ushort size) ? size : -1;
        tcp.SequenceNumber++;
        tcp.AcknowledgmentNumber = cookie + 1;
        Answers[1] = SynCookies.IsValid(in ip, in tcp) ? 1 : 0;
        tcp.AcknowledgmentNumber ^= 1 << 20;
        Answers[2] = SynCookies.IsValid(in ip, in tcp) ? 1 : 0;
        tcp.AcknowledgmentNumber = 0;
        return XdpAction.Pass;
    }

    [TcProgram]
    public static TcAction WithOptions(TcContext ctx)
    {
        ref Ipv6Header ip = ref ctx.Packet.Header<Ipv6Header>(14);
        ref TcpHeader tcp = ref ctx.Packet.Header<TcpHeader>(54);
        int length = tcp.HeaderLength;
        if (length < 20)
            return TcAction.Shot;
        Span<byte> copy = stackalloc byte[60];
        Span<byte> bytes = copy[..length];
        if (!ctx.LoadBytes(54, bytes))
            return TcAction.Stolen;
        Answers[0] = SynCookies.TryGenerate(in ip, bytes, out uint cookie, out ushort size) ? size : -1;
        TcpHeader answer = tcp;
        answer.SequenceNumber++;
        answer.AcknowledgmentNumber = cookie + 1;
        Answers[1] = SynCookies.IsValid(in ip, in answer) ? 1 : 0;
        answer.SequenceNumber++;
        Answers[2] = SynCookies.IsValid(in ip, in answer) ? 1 : 0;
        return TcAction.Ok;
    }

    /// <summary>As many bytes as the packet says.</summary>
    [TcProgram]
    public static TcAction Counted(TcContext ctx)
    {
        ref byte first = ref ctx.Packet.Header<byte>(47);
        int count = first & 31;
        Span<byte> bytes = stackalloc byte[31];
        if (count > 0)
            Answers[0] = ctx.LoadBytes(20, bytes[..count]) ? bytes[count - 1] : -1;
        Answers[1] = Bpf.ChecksumDifference(default, bytes[..(count & 28)], 5);
        Answers[2] = Bpf.ChecksumDifference(ctx.Packet.Bytes[..12], default, 7);
        Answers[3] = count > 3 ? ctx.StoreBytes(60, bytes[..count]) ? 1 : 0 : -1;
        Answers[4] = (long)ctx.RedirectToNeighbor(3);
        return TcAction.Ok;
    }
}
