using System;

namespace BpfSharp.Language.Recent;

/// <summary>Calls of kernel functions that a program class declares itself.</summary>
public static partial class KfuncPrograms
{
    private static long s_calls;

    /// <summary>How far the first zero byte of the packet's start is.</summary>
    [XdpProgram]
    public static XdpAction Length(XdpContext ctx)
    {
        Span<byte> start = stackalloc byte[16];
        ctx.Packet.Bytes[..16].CopyTo(start);
        s_calls += StringLength(start);
        s_calls += 100 * Compare(ref start[0], ref start[8]);
        return XdpAction.Pass;
    }

    /// <summary>The same out of a subprogram and a loop.</summary>
    [TcProgram]
    public static TcAction Loops(TcContext ctx)
    {
        for (int i = 0; i < 3; i++)
            s_calls += (i + 1) * Slice(ctx, i);
        return TcAction.Ok;
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static int Slice(TcContext ctx, int at)
    {
        ulong word = ctx.Packet.Header<ulong>(at & 3);
        Span<byte> bytes = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes, word);
        return StringLength(bytes);
    }

    [BpfKfunc("bpf_strnlen", "int (const char *s__ign, size_t count)", Since = "6.17")]
    private static int StringLength(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return end < 0 ? text.Length : end;
    }

    // Both end in the same 16 bytes or go on behind them: the first eight say enough for the packets of the test.
    [BpfKfunc("bpf_strcmp", "int (const char *s1__ign, const char *s2__ign)", Since = "6.17")]
    private static unsafe int Compare([BpfArgument(BpfArgumentKind.ReadMemory, Size = 8)] ref byte left, [BpfArgument(BpfArgumentKind.ReadMemory, Size = 8)] ref byte right)
    {
        for (int i = 0; i < 8; i++)
        {
            (byte a, byte b) = (System.Runtime.CompilerServices.Unsafe.Add(ref left, i), System.Runtime.CompilerServices.Unsafe.Add(ref right, i));
            if (a != b)
                return a < b ? -1 : 1;
            if (a == 0)
                return 0;
        }

        return 0;
    }
}
