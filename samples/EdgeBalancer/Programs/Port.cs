using BpfSharp;

namespace EdgeBalancer;

/// <summary>For the other end of a veth on which XDP sends: the kernel wakes a receiver of such frames only if it has a program itself.</summary>
public static partial class Port
{
    [XdpProgram]
    public static XdpAction Open(XdpContext ctx) => XdpAction.Pass;
}
