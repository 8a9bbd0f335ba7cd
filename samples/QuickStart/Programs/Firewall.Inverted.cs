using BpfSharp;

namespace QuickStart;

// Not part of the firewall: what '--sabotage inverted' attaches, to prove that '--check' can fail.
public static partial class Firewall
{
    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Inverted(XdpContext ctx) =>
        ctx.Packet.Length > 60 && Ingress(ctx) == XdpAction.Pass ? XdpAction.Drop : XdpAction.Pass;
}
