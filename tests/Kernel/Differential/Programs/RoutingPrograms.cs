namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Questions about routes and MTUs, asked by user space through a map.</summary>
public static partial class RoutingPrograms
{
    private static readonly ArrayMap<BpfFibLookup> Lookups = new(maxEntries: 2);
    private static readonly ArrayMap<long> Answers = new(maxEntries: 8);

    private static uint s_flags;
    private static uint s_ifIndex;
    private static uint s_length;
    private static int s_delta;

    [TcProgram]
    public static TcAction TcRoute(TcContext ctx)
    {
        BpfFibLookup lookup = Lookups[0];
        Answers[0] = (long)ctx.LookupRoute(ref lookup, (FibLookupFlags)s_flags);
        Lookups[1] = lookup;
        return TcAction.Ok;
    }

    /// <summary>The answer goes where the question was: into the map.</summary>
    [XdpProgram]
    public static XdpAction XdpRoute(XdpContext ctx)
    {
        ref BpfFibLookup lookup = ref Lookups[0];
        Answers[0] = (long)ctx.LookupRoute(ref lookup, (FibLookupFlags)s_flags);
        Lookups[1] = lookup;
        return XdpAction.Pass;
    }

    [TcProgram]
    public static TcAction TcMtu(TcContext ctx)
    {
        Answers[0] = (long)ctx.CheckMtu(s_ifIndex, out uint mtu, s_delta, s_length);
        Answers[1] = mtu;
        uint inOut = s_length;
        Answers[2] = CompilerServices.BpfHelpers.CheckMtu(ctx, s_ifIndex, ref inOut, s_delta, s_flags & 3);
        Answers[3] = inOut;
        return TcAction.Ok;
    }

    [XdpProgram]
    public static XdpAction XdpMtu(XdpContext ctx)
    {
        Answers[0] = (long)ctx.CheckMtu(s_ifIndex, out uint mtu, s_delta, s_length);
        Answers[1] = mtu;
        uint inOut = s_length;
        Answers[2] = CompilerServices.BpfHelpers.CheckMtu(ctx, s_ifIndex, ref inOut, s_delta, s_flags & 3);
        Answers[3] = inOut;
        Answers[4] = ctx.TotalLength();
        return XdpAction.Pass;
    }

    [TcProgram]
    public static TcAction Clone(TcContext ctx)
    {
        Answers[0] = CompilerServices.BpfHelpers.CloneRedirect(ctx, s_ifIndex, s_flags);
        Answers[1] = ctx.SendClone(s_ifIndex) ? 1 : 0;
        Answers[2] = ctx.ReceiveClone(s_ifIndex) ? 1 : 0;
        Answers[3] = ctx.Length;
        return TcAction.Ok;
    }
}
