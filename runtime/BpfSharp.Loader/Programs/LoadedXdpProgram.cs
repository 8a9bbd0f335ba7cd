using System;
using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;
using BpfSharp.Views;

namespace BpfSharp.Loader;

/// <summary>An XDP program in the kernel.</summary>
public sealed class LoadedXdpProgram : LoadedProgram, IXdpProgram
{
    internal LoadedXdpProgram(BpfLoadedObject owner, KernelProgram program)
        : base(owner, program)
    {
    }

    /// <summary>Runs the program in the kernel over a packet that goes nowhere (BPF_PROG_TEST_RUN).</summary>
    /// <param name="packet">At least an Ethernet header (14 bytes), at most a few thousand bytes (it depends on kernel and program type).</param>
    /// <exception cref="InvalidOperationException">The program is made for entries of maps: the kernel runs it there only.</exception>
    public XdpResult Run(ReadOnlySpan<byte> packet)
    {
        RequireInterfaceProgram("test-run");
        TestRunOutcome outcome = TestRun.Run(Program, packet);
        return new XdpResult((XdpAction)outcome.Verdict, outcome.Packet);
    }

    /// <summary>Mean time of a run over a packet in nanoseconds, as the kernel measures it.</summary>
    public int MeasureNanoseconds(ReadOnlySpan<byte> packet, int repetitions) => (int)TestRun.Run(Program, packet, (uint)repetitions).Nanoseconds;

    /// <summary>Attaches the program to an interface of the calling thread's network namespace.</summary>
    /// <param name="interfaceName">A name such as <c>eth0</c>, or an alternative name.</param>
    /// <param name="mode">Where it shall run. Auto: natively where the driver can, otherwise generic; <see cref="XdpLink.Mode"/> says which.</param>
    /// <exception cref="InterfaceNotFoundException">There is no such interface.</exception>
    /// <exception cref="HookBusyException">It has an XDP program.</exception>
    /// <exception cref="InvalidOperationException">The program is made for entries of maps.</exception>
    /// <exception cref="BpfPermissionException">The process lacks CAP_NET_ADMIN or CAP_BPF.</exception>
    public XdpLink Attach(string interfaceName, XdpMode mode = XdpMode.Auto) => Attach(interfaceName, new XdpAttachOptions { Mode = mode });

    /// <inheritdoc cref="Attach(string, XdpMode)"/>
    /// <param name="interfaceName">A name such as <c>eth0</c>, or an alternative name.</param>
    /// <param name="options">Mode, what holds the program, and which program it replaces.</param>
    public XdpLink Attach(string interfaceName, XdpAttachOptions options)
    {
        ArgumentNullException.ThrowIfNull(interfaceName);
        return Attach(socket => NetworkInterface.ByName(socket, interfaceName), options);
    }

    /// <inheritdoc cref="Attach(string, XdpMode)"/>
    /// <param name="interfaceIndex">The interface's index.</param>
    /// <param name="mode">Where it shall run.</param>
    public XdpLink Attach(int interfaceIndex, XdpMode mode = XdpMode.Auto) => Attach(interfaceIndex, new XdpAttachOptions { Mode = mode });

    /// <inheritdoc cref="Attach(string, XdpMode)"/>
    /// <param name="interfaceIndex">The interface's index.</param>
    /// <param name="options">Mode, what holds the program, and which program it replaces.</param>
    public XdpLink Attach(int interfaceIndex, XdpAttachOptions options) => Attach(socket => NetworkInterface.ByIndex(socket, interfaceIndex), options);

    private XdpLink Attach(Func<NetlinkSocket, NetworkInterface> find, XdpAttachOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RequireInterfaceProgram("attached to an interface");
        return Owner.Attach(() => XdpAttaching.Attach(Program, find, options));
    }

    private void RequireInterfaceProgram(string what)
    {
        if (Program.Kind.IsOfMapEntry)
            throw new InvalidOperationException($"Program '{Name}' is made for entries of a device or CPU map, and can't be {what}: put it into an entry by the map's Set.");
    }
}
