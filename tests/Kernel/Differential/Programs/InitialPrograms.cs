namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Maps that have entries from the load on.</summary>
public static partial class InitialPrograms
{
    private static readonly XdpProgramArrayMap Stages = new(maxEntries: 4, programs: [nameof(First), null, "Renamed"]);
    private static readonly TcProgramArrayMap TcStages = new(maxEntries: 2, programs: new[] { null, nameof(TcSecond) });
    private static readonly HashMap<uint, long> Small = new(maxEntries: 4);
    private static readonly HashMap<uint, long> Other = new(maxEntries: 4);
    private static readonly ArrayOfMaps<HashMap<uint, long>> Tenants = new(maxEntries: 4, new(maxEntries: 4), maps: [Small, null, Other]);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Dispatch(XdpContext ctx) =>
        Stages.TailCall(ctx, (uint)ctx.Packet.Header<Operands>(Operands.Offset).A & 7, XdpAction.Tx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction First(XdpContext ctx)
    {
        ctx.Packet.Header<Operands>(Operands.Offset).R0 = 11;
        return XdpAction.Pass;
    }

    [XdpProgram(Name = "Renamed", OnFault = XdpAction.Drop)]
    public static XdpAction Third(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        if (Tenants.Find((uint)o.B & 3) is not { } tenant)
            return XdpAction.Drop;
        o.R0 = tenant.TryAdd((uint)o.A & 15, o.B) ? 1 : 2;
        return XdpAction.Pass;
    }

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction TcDispatch(TcContext ctx) => TcStages.TailCall(ctx, (uint)ctx.Packet.Header<Operands>(Operands.Offset).A & 3, TcAction.Shot);

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction TcSecond(TcContext ctx)
    {
        ctx.Packet.Header<Operands>(Operands.Offset).R0 = Small.TryGetValue(3, out long value) ? value : -1;
        return TcAction.Ok;
    }
}
