using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Redirection by maps: the entry decides, and what happens where there is none.</summary>
public static partial class RedirectPrograms
{
    private static readonly DeviceMap Ports = new(maxEntries: 4);
    private static readonly DeviceHashMap Devices = new(maxEntries: 4);
    private static readonly CpuMap Cpus = new(maxEntries: 2);
    private static readonly XskMap Sockets = new(maxEntries: 2);
    private static readonly LoadConstant<uint> TargetCpu = 0;
    private static ulong s_seen;
    private static uint s_leftBy;
    private static uint s_arrivedOn = 99;

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction ToPort(XdpContext ctx) => Ports.Redirect(Key(ctx), XdpAction.Drop);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction ToPortOrFault(XdpContext ctx) => Ports.Redirect(Key(ctx));

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction ToDevice(XdpContext ctx) => Devices.Redirect(Key(ctx), XdpAction.Pass);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction ToCpu(XdpContext ctx) => Cpus.Redirect(Key(ctx), XdpAction.Tx);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction ToSocket(XdpContext ctx) => Sockets.Redirect(Key(ctx), XdpAction.Pass);

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction WithWrongOtherwise(XdpContext ctx) => Ports.Redirect(Key(ctx), (XdpAction)(ctx.Packet.Header<Operands>(Operands.Offset).B & 7));

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction ToAll(XdpContext ctx) => Ports.Broadcast();

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction ToAllDevices(XdpContext ctx) => Devices.Broadcast(excludeIngress: false);

    [XdpProgram]
    public static XdpAction AllToPort0(XdpContext ctx) => Ports.Redirect(0, XdpAction.Drop);

    [XdpProgram]
    public static XdpAction AllToCpu(XdpContext ctx) => Cpus.Redirect(TargetCpu, XdpAction.Drop);

    [XdpProgram]
    public static XdpAction AllToQueue(XdpContext ctx) => Sockets.Redirect(ctx.RxQueueIndex, XdpAction.Pass);

    [XdpDeviceMapProgram]
    public static XdpAction Leaving(XdpContext ctx)
    {
        s_seen++;
        s_leftBy = ctx.EgressIfIndex;
        ctx.Packet.Header<EthernetHeader>(0).Source = new MacAddress(2, 0, 0, 0, 0, 0x77);
        return XdpAction.Pass;
    }

    [XdpDeviceMapProgram]
    public static XdpAction Staying(XdpContext ctx)
    {
        s_seen++;
        return XdpAction.Drop;
    }

    [XdpCpuMapProgram]
    public static XdpAction Arriving(XdpContext ctx)
    {
        s_seen++;
        s_arrivedOn = Bpf.CpuId();
        return XdpAction.Pass;
    }

    private static uint Key(XdpContext ctx) => (uint)ctx.Packet.Header<Operands>(Operands.Offset).A & 7;
}
