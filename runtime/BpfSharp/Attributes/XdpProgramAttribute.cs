using System;

namespace BpfSharp;

/// <summary>Makes a static method <c>XdpAction M(XdpContext)</c> an XDP program: it sees each packet as the driver received it.</summary>
/// <remarks>The class must be <c>static partial</c>. The same method runs as plain C# in a simulation.</remarks>
[BpfProgramType("xdp", "xdp", Context = typeof(XdpContext), Verdict = typeof(XdpAction), OnFault = (int)XdpAction.Aborted, FragmentsSection = "xdp.frags", FragmentsSince = "5.18")]
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class XdpProgramAttribute : Attribute
{
    /// <summary>The verdict when the program faults: an index or header out of range, a missing map entry, a division by zero, a <c>throw</c>.</summary>
    /// <value><see cref="XdpAction.Aborted"/> by default: the packet is dropped, and the kernel's <c>xdp:xdp_exception</c> trace point fires.</value>
    public XdpAction OnFault { get; init; } = XdpAction.Aborted;

    /// <summary>Name of the program in the object and in the kernel; the method's name by default.</summary>
    public string? Name { get; init; }

    /// <summary>The program takes packets in several buffers, such as jumbo frames (Linux 5.18): drivers then run it natively at any MTU. What is behind the first buffer is reached by
    /// <see cref="PacketContext.LoadBytes"/>, <see cref="PacketContext.StoreBytes"/> and their like; <see cref="PacketContext.TotalLength"/> tells the whole length.</summary>
    public bool Fragments { get; init; }

    /// <summary>The program is made for one interface (Linux 6.3): so it may ask the driver what it knows of a packet (<see cref="XdpContext.TryGetReceiveHash"/> and its like). The options say which
    /// (<see cref="ProgramOptions.Device"/>), it attaches to no other, and only natively.</summary>
    public bool DeviceBound { get; init; }
}
