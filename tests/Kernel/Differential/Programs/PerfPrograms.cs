namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Perf events: a record alone, with the first bytes of the packet, with all of them, and with a full ring.</summary>
public static partial class PerfPrograms
{
    private static readonly PerfEventArrayMap<Report> Reports = new();

    public record struct Report
    {
        public long Number;
        public byte Kind;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Alone(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Reports.TryWrite(ctx, new Report { Number = o.A, Kind = (byte)o.B }) ? 1 : 2;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction WithSome(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Reports.TryWrite(ctx, new Report { Number = o.A }, (int)o.B & 0xff) ? 1 : 2;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction WithAll(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Reports.TryWrite(ctx, new Report { Number = o.A }, int.MaxValue) ? 1 : 2;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction WithAnyNumber(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Reports.TryWrite(ctx, new Report { Number = o.A }, (int)o.B) ? 1 : 2;
        return XdpAction.Pass;
    }

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction FromTc(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Reports.TryWrite(ctx, new Report { Number = o.A }, int.MaxValue) ? 1 : 2;
        return TcAction.Ok;
    }
}
