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
}
