using System;
using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;
using BpfSharp.Views;

namespace BpfSharp.Loader;

/// <summary>A tc program in the kernel.</summary>
public sealed class LoadedTcProgram : LoadedProgram, ITcProgram
{
    internal LoadedTcProgram(BpfLoadedObject owner, KernelProgram program)
        : base(owner, program)
    {
    }

    /// <summary>Runs the program in the kernel over a packet that goes nowhere (BPF_PROG_TEST_RUN).</summary>
    /// <param name="packet">At least an Ethernet header (14 bytes), at most a few thousand bytes (it depends on kernel and program type).</param>
    public TcResult Run(ReadOnlySpan<byte> packet)
    {
        TestRunOutcome outcome = TestRun.Run(Program, packet);
        return new TcResult((TcAction)(int)outcome.Verdict, outcome.Packet) { Mark = outcome.Mark, Priority = outcome.Priority };
    }

    /// <summary>As <see cref="Run(ReadOnlySpan{byte})"/>, with what the program sees besides the packet.</summary>
    /// <param name="packet">At least an Ethernet header.</param>
    /// <param name="context">Mark, priority, interfaces, time.</param>
    /// <exception cref="BpfKernelException">There is no such interface.</exception>
    public TcResult Run(ReadOnlySpan<byte> packet, TcRunContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        TestRunOutcome outcome = TestRun.RunTc(Program, packet, context);
        return new TcResult((TcAction)(int)outcome.Verdict, outcome.Packet) { Mark = outcome.Mark, Priority = outcome.Priority };
    }

    /// <summary>Mean time of a run over a packet in nanoseconds, as the kernel measures it.</summary>
    public int MeasureNanoseconds(ReadOnlySpan<byte> packet, int repetitions) => (int)TestRun.Run(Program, packet, (uint)repetitions).Nanoseconds;

    /// <summary>Attaches the program to one side of an interface of the calling thread's network namespace.</summary>
    /// <param name="interfaceName">A name such as <c>eth0</c>, or an alternative name.</param>
    /// <param name="direction">Packets that come in, or that go out.</param>
    /// <param name="options">The hook and the place on it; by default TCX where the kernel has it and nobody has clsact filters there, otherwise clsact.</param>
    /// <exception cref="InterfaceNotFoundException">There is no such interface.</exception>
    /// <exception cref="BpfPermissionException">The process lacks CAP_NET_ADMIN or CAP_BPF.</exception>
    public TcLink Attach(string interfaceName, TcDirection direction, TcAttachOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(interfaceName);
        return Owner.Attach(() => TcAttaching.Attach(
            Program, socket => NetworkInterface.ByName(socket, interfaceName), direction, options ?? new TcAttachOptions()));
    }

    /// <inheritdoc cref="Attach(string, TcDirection, TcAttachOptions?)"/>
    /// <param name="interfaceIndex">The interface's index.</param>
    /// <param name="direction">Packets that come in, or that go out.</param>
    /// <param name="options">The hook and the place on it.</param>
    public TcLink Attach(int interfaceIndex, TcDirection direction, TcAttachOptions? options = null) =>
        Owner.Attach(() => TcAttaching.Attach(
            Program, socket => NetworkInterface.ByIndex(socket, interfaceIndex), direction, options ?? new TcAttachOptions()));

    /// <summary>Hangs the program on a classful qdisc, or on one of its classes, as a filter. By default it is a plain classifier: its result is a class, not a verdict.</summary>
    /// <param name="interfaceName">A name such as <c>eth0</c>, or an alternative name.</param>
    /// <param name="qdisc">The qdisc or class, such as <c>TcHandle.Parse("1:")</c>; it must be there.</param>
    /// <param name="options">Priority, handle, and what the result means.</param>
    /// <exception cref="InterfaceNotFoundException">There is no such interface.</exception>
    /// <exception cref="BpfKernelException">There is no such qdisc, or it takes no filters.</exception>
    public TcFilterLink AttachToQdisc(string interfaceName, TcHandle qdisc, TcFilterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(interfaceName);
        return Owner.Attach(() => FilterAttaching.ToQdisc(Program, interfaceName, qdisc, options ?? new TcFilterOptions()));
    }

    /// <summary>Makes the program the action of a filter that matches all packets (<c>act_bpf</c>, <c>matchall</c>) on one side of an interface. Its result is a verdict;
    /// <see cref="TcAction.Unspec"/> goes on to the next filter. The kernel has the program once more for it, with the same maps.</summary>
    /// <param name="interfaceName">A name such as <c>eth0</c>, or an alternative name.</param>
    /// <param name="direction">Packets that come in, or that go out.</param>
    /// <param name="options">Priority and handle; the rest is for classifiers.</param>
    /// <exception cref="InterfaceNotFoundException">There is no such interface.</exception>
    /// <exception cref="BpfException">This kernel has no BPF actions: <see cref="BpfFeatures.ActBpf"/>.</exception>
    public TcActionLink AttachAsAction(string interfaceName, TcDirection direction, TcFilterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(interfaceName);
        return Owner.Attach(() => FilterAttaching.AsAction(Program, interfaceName, direction, options ?? new TcFilterOptions()));
    }

    /// <summary>Hangs the program on a block that several qdiscs share (<c>tc qdisc add dev DEV ingress_block N clsact</c>), in direct-action mode by default.</summary>
    /// <param name="block">The block's number, in the network namespace of the calling thread; it must be there.</param>
    /// <param name="options">Priority, handle, and what the result means.</param>
    /// <exception cref="BpfKernelException">There is no such block.</exception>
    public TcFilterLink AttachToBlock(uint block, TcFilterOptions? options = null) =>
        Owner.Attach(() => FilterAttaching.ToBlock(Program, block, options ?? new TcFilterOptions { DirectAction = true }));

    /// <summary>Attaches the program to a netkit pair (Linux 6.7).</summary>
    /// <param name="interfaceName">The primary device.</param>
    /// <param name="side">The packets that the program sees.</param>
    /// <param name="options">The place among the programs there; what concerns clsact is ignored.</param>
    /// <exception cref="InterfaceNotFoundException">There is no such interface.</exception>
    /// <exception cref="BpfException">It is no netkit device.</exception>
    public NetkitLink AttachToNetkit(string interfaceName, NetkitSide side, TcAttachOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(interfaceName);
        return Owner.Attach(() => FilterAttaching.ToNetkit(Program, interfaceName, side, options ?? new TcAttachOptions()));
    }
}
