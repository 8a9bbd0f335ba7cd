using BpfSharp;
using BpfSharp.Protocols;

namespace EdgeBalancer;

/// <summary>For the other end of a veth on which XDP sends: the kernel wakes a receiver of such frames only if it has a program itself.</summary>
public static partial class Port
{
    private static readonly PerCpuArrayMap<Counter> Arrived = new(maxEntries: 1);

    /// <summary>Lets everything in.</summary>
    [XdpProgram]
    public static XdpAction Open(XdpContext ctx) => XdpAction.Pass;

    /// <summary>Counts IPv4 packets, and is the end of everything.</summary>
    [XdpProgram]
    public static XdpAction Count(XdpContext ctx)
    {
        if (ctx.Packet.TryHeader(0, out Ref<EthernetHeader> eth) && eth.Value.EtherType == EtherType.IPv4)
            Arrived[0].Add((uint)ctx.Length);
        return XdpAction.Drop;
    }

    /// <summary>Sends everything back where it came from: the least that a balancer does.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Return(XdpContext ctx)
    {
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        (eth.Source, eth.Destination) = (eth.Destination, eth.Source);
        return XdpAction.Tx;
    }
}
