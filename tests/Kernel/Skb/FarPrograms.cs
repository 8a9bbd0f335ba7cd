namespace BpfSharp.Kernel.Tests.Skb;

/// <summary>Programs that read where a segment of a local sender is not linear.</summary>
public static partial class FarPrograms
{
    public const int Offset = 1_000;
    public const uint Pattern = 0x5A5A5A5A;

    private static ulong s_large;
    private static ulong s_answeredNo;
    private static ulong s_matches;

    /// <summary>Asks at once. What does not reach so far is let through before.</summary>
    [TcProgram(OnFault = TcAction.Ok)]
    public static TcAction Ask(TcContext ctx)
    {
        if (ctx.Length < Offset + sizeof(uint))
            return TcAction.Ok;
        s_large++;
        if (ctx.Packet.TryHeader(Offset, out Ref<uint> far))
        {
            if (far.Value == Pattern)
                s_matches++;
        }
        else
        {
            s_answeredNo++;
        }

        return TcAction.Ok;
    }

    /// <summary>Makes the bytes linear first.</summary>
    [TcProgram(OnFault = TcAction.Ok)]
    public static TcAction PullAndAsk(TcContext ctx)
    {
        if (ctx.Length < Offset + sizeof(uint))
            return TcAction.Ok;
        s_large++;
        ctx.Pull(Offset + sizeof(uint));
        if (ctx.Packet.TryHeader(Offset, out Ref<uint> far))
        {
            if (far.Value == Pattern)
                s_matches++;
        }
        else
        {
            s_answeredNo++;
        }

        return TcAction.Ok;
    }

    /// <summary>Beyond the end of what is sent: the answer is no, whatever is linear.</summary>
    [TcProgram(OnFault = TcAction.Ok)]
    public static TcAction AskBeyond(TcContext ctx)
    {
        s_large++;
        if (!ctx.Packet.TryHeader(ctx.Length, out Ref<byte> _))
            s_answeredNo++;
        return TcAction.Ok;
    }
}
