using BpfSharp;
using BpfSharp.Protocols;

namespace QuickStart;

// Not part of the firewall: what '--sabotage inverted' attaches, to prove that '--check' can fail.
public static partial class Firewall
{
    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Inverted(XdpContext ctx)
    {
        bool isIpv4 = ctx.Packet.Header<EthernetHeader>(0).EtherType == EtherType.IPv4;
        return isIpv4 && Ingress(ctx) == XdpAction.Pass ? XdpAction.Drop : XdpAction.Pass;
    }
}
