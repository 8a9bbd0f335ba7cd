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

    /// <summary>As <see cref="Run(ReadOnlySpan{byte})"/>, with what the program sees besides the packet (Linux 5.14).</summary>
    /// <param name="packet">Metadata first, if any.</param>
    /// <param name="context">Interface, queue and length of the metadata.</param>
    /// <exception cref="BpfKernelException">There is no such interface or queue.</exception>
    public XdpResult Run(ReadOnlySpan<byte> packet, XdpRunContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        RequireInterfaceProgram("test-run");
        TestRunOutcome outcome = TestRun.RunXdp(Program, packet, context);
        return new XdpResult((XdpAction)outcome.Verdict, outcome.Packet);
    }

    /// <summary>Runs the program over real frames, whose verdicts are carried out: passed ones go into the network stack as if the interface had received them, others are sent and
    /// redirected (BPF_F_TEST_XDP_LIVE_FRAMES, Linux 5.18). A traffic generator of millions of packets a second.</summary>
    /// <param name="packet">Each frame's content.</param>
    /// <param name="frames">How many frames, at least one.</param>
    /// <param name="context">The interface that they have come in by; it is where <see cref="XdpAction.Tx"/> sends them.</param>
    /// <param name="batch">How many frames are made ready at once (at most 256); 0: 64.</param>
    /// <exception cref="BpfKernelException">The kernel has no live frames, or there is no such interface.</exception>
    public void RunLive(ReadOnlySpan<byte> packet, int frames, XdpRunContext context, int batch = 0)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frames);
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        RequireInterfaceProgram("run over frames");
        TestRun.RunLive(Program, packet, (uint)frames, context, (uint)batch);
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

    /// <summary>Puts the program into the interface's chain of XDP programs, in the order of their priorities. The kernel has it there once more, with the same maps.</summary>
    /// <param name="interfaceName">A name such as <c>eth0</c>, or an alternative name, in the calling thread's network namespace.</param>
    /// <param name="options">Priority and the results with which packets go on; or <see langword="null"/>: 50, and <see cref="XdpAction.Pass"/>.</param>
    /// <exception cref="InterfaceNotFoundException">There is no such interface.</exception>
    /// <exception cref="HookBusyException">It has an XDP program that is no chain.</exception>
    /// <exception cref="BpfException">The chain is full, or can't have this program.</exception>
    /// <exception cref="InvalidOperationException">The program is made for entries of maps, or for one interface.</exception>
    public XdpChainLink AttachToChain(string interfaceName, XdpChainOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(interfaceName);
        RequireInterfaceProgram("attached to an interface");
        return Owner.Attach(() => XdpChaining.Attach(Program, interfaceName, options ?? new XdpChainOptions()));
    }

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
