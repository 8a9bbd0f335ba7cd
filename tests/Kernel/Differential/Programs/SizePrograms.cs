using System;
using System.Runtime.CompilerServices;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>The packet's length as the number of bytes that a helper is told: its comparisons are those of the packet's end for everything else.</summary>
public static partial class SizePrograms
{
    private const int Most = 2_048;

    private static readonly ArrayMap<Copy> Copies = new(maxEntries: 1);

    [XdpProgram]
    public static XdpAction Compared(XdpContext ctx)
    {
        Span<byte> all = Copies[0].Bytes;
        uint length = (uint)ctx.Length;
        if (length == 0 || length > Most)
            return XdpAction.Pass;
        return ctx.LoadBytes(0, all[..(int)length]) ? XdpAction.Drop : XdpAction.Aborted;
    }

    [XdpProgram]
    public static XdpAction Smaller(XdpContext ctx)
    {
        Span<byte> all = Copies[0].Bytes;
        uint length = Math.Min((uint)ctx.Length, Most);
        if (length == 0)
            return XdpAction.Pass;
        return ctx.LoadBytes(0, all[..(int)length]) ? XdpAction.Drop : XdpAction.Aborted;
    }

    [XdpProgram]
    public static XdpAction Asked(XdpContext ctx)
    {
        Span<byte> all = Copies[0].Bytes;
        if (ctx.Length > 0 && ctx.Length <= Most)
            return ctx.LoadBytes(0, all[..ctx.Length]) ? XdpAction.Drop : XdpAction.Aborted;
        return XdpAction.Pass;
    }

    /// <summary>A header that is there says that the length is not zero.</summary>
    [XdpProgram]
    public static XdpAction Known(XdpContext ctx)
    {
        Span<byte> all = Copies[0].Bytes;
        ref byte first = ref ctx.Packet.Header<byte>(0);
        uint length = (uint)ctx.Length;
        if (length > 512)
            length = 512;
        if (length < 1)
            return XdpAction.Aborted;
        return ctx.LoadBytes(0, all[..(int)length]) ? XdpAction.Drop : (XdpAction)first;
    }

    [TcProgram]
    public static TcAction Linear(TcContext ctx)
    {
        Span<byte> all = Copies[0].Bytes;
        int length = Math.Min(ctx.Packet.LinearLength, Most);
        if (length == 0)
            return TcAction.Shot;
        return ctx.LoadBytes(0, all[..length]) ? TcAction.Ok : TcAction.Shot;
    }

    [TcProgram]
    public static TcAction Whole(TcContext ctx)
    {
        Span<byte> all = Copies[0].Bytes;
        ref byte first = ref ctx.Packet.Header<byte>(13);
        if (ctx.Length is < 14 or > Most)
            return TcAction.Pipe;
        return ctx.LoadBytes(0, all[..ctx.Length]) && first == all[13] ? TcAction.Ok : TcAction.Shot;
    }

    public struct Copy
    {
        public Buffer Bytes;
    }

    [InlineArray(Most)]
    public struct Buffer
    {
        private byte _first;
    }
}
