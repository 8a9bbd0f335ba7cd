using System;

namespace BpfSharp;

/// <summary>Makes a static method <c>XdpAction M(XdpContext)</c> a program for entries of a <see cref="DeviceMap"/> or <see cref="DeviceHashMap"/> (Linux 5.8): it sees each redirected packet before it leaves.</summary>
/// <remarks>It is not attached to an interface: user space puts it into an entry. <see cref="XdpAction.Pass"/> lets the packet leave, anything else drops it.</remarks>
[BpfProgramType("xdp", "xdp/devmap", Context = typeof(XdpContext), Verdict = typeof(XdpAction), OnFault = (int)XdpAction.Aborted)]
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class XdpDeviceMapProgramAttribute : Attribute
{
    /// <summary>The verdict when the program faults.</summary>
    /// <value><see cref="XdpAction.Aborted"/> by default: the packet is dropped, and the kernel's <c>xdp:xdp_exception</c> trace point fires.</value>
    public XdpAction OnFault { get; init; } = XdpAction.Aborted;

    /// <summary>Name of the program in the object and in the kernel; the method's name by default.</summary>
    public string? Name { get; init; }
}
