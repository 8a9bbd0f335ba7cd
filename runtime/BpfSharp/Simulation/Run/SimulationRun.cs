using System;
using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Kernel;
using BpfSharp.Simulation.Run;
using BpfSharp.Simulation.Storage;

namespace BpfSharp.Simulation;

/// <summary>The run that goes on in this thread: what maps, constants and helpers of the running program refer to.</summary>
internal sealed class SimulationRun
{
    private const int MaxTailCalls = 33; // MAX_TAIL_CALL_CNT
    private const ulong IngressFlag = 1; // BPF_F_INGRESS

    [ThreadStatic]
    private static SimulationRun? t_current;

    private readonly BpfSimulation _simulation;
    private readonly bool _isXdp;
    private int _tailCalls;

    private SimulationRun(BpfSimulation simulation, PacketContext? context, int? cpu)
    {
        _simulation = simulation;
        _isXdp = context is XdpContext;
        PacketSocket = (context as TcContext)?.State.Socket;
        Environment = simulation.Environment;
        Cpu = cpu is { } chosen && chosen < Environment.CpuCount ? chosen : Environment.Cpu;
        Redirections = new Redirections(this);
        UserRecords = new UserRecords(this);
        Connections = new Connections(this);
    }

    public static SimulationRun? Current => t_current;

    public SimulationEnvironment Environment { get; }

    public int Cpu { get; }

    public RedirectTarget? RedirectTarget { get; set; }

    public Redirections Redirections { get; }

    /// <summary>The packet's own socket.</summary>
    public SimulatedSocket? PacketSocket { get; }

    public Reservations Reservations { get; } = new();

    public UserRecords UserRecords { get; }

    public Dynptrs Dynptrs { get; } = new();

    public Connections Connections { get; }

    public SimulatedTimers Timers => _simulation.Timers;

    /// <summary>The program that runs; after a tail call, the other one.</summary>
    public string ProgramName { get; set; } = "";

    /// <param name="context">Null where a timer's function runs.</param>
    /// <param name="cpu">The CPU that it is on; null, or one that is not simulated: that of the environment.</param>
    public static SimulationRun Begin(BpfSimulation simulation, PacketContext? context, int? cpu)
    {
        if (t_current is not null)
            throw new SimulationException("A simulated program runs already in this thread: a program cannot run another one; make a tail call.");
        return t_current = new SimulationRun(simulation, context, cpu);
    }

    public static void End() => t_current = null;

    public static SimulationRun Require(MapDeclaration map) => t_current ?? throw new SimulationException(
        $"A {map.GetType().Name.Split('`')[0]} was touched outside of a program's run. The field only declares a map; its entries belong to a loaded object or to a "
        + "simulation: use the map property of the generated ...Object or ...Simulation class.");

    public static SimulationRun Require(string what) => t_current ?? throw new SimulationException(
        $"A program's method was called outside of a run, and asked for {what}. Run it by the generated ...Simulation class.");

    public MapStorage Storage(MapDeclaration map) => _simulation.Storage(map);

    /// <summary>The map of an entry of a map of maps, or null.</summary>
    public MapDeclaration? InnerMap(MapOfMapsDeclaration map, ReadOnlySpan<byte> key) => ((MapOfMapsStorage)Storage(map)).Find(key)?.Map;

    public T Constant<T>(LoadConstant<T> constant, T declared)
        where T : unmanaged =>
        _simulation.Constant(constant, declared);

    public void TailCall(MapDeclaration map, uint index)
    {
        if (((ProgramArrayStorage)Storage(map)).Find(index) is not { } target || _tailCalls == MaxTailCalls)
            return;
        _tailCalls++;
        throw new TailCallException(target);
    }

    // xdp_redirect allows no flag; of skb redirection only BPF_F_INGRESS is for users (net/core/filter.c).
    public int Redirect(uint ifIndex, ulong flags)
    {
        if (_isXdp ? flags != 0 : (flags & ~IngressFlag) != 0)
            return _isXdp ? (int)XdpAction.Aborted : (int)TcAction.Shot;
        RedirectTarget = new RedirectTarget(ifIndex, (flags & IngressFlag) != 0);
        return _isXdp ? (int)XdpAction.Redirect : (int)TcAction.Redirect;
    }

    // __bpf_xdp_redirect_map: the low bits are the answer for a missing entry, and a failure forgets earlier redirects.
    public int RedirectMap(MapDeclaration map, uint key, ulong flags)
    {
        var storage = (RedirectStorage)Storage(map);
        const ulong ActionMask = 3;
        ulong flagMask = storage.CanBroadcast ? BpfHelpers.RedirectFlagBroadcast | BpfHelpers.RedirectFlagExcludeIngress : 0;
        if ((flags & ~(ActionMask | flagMask)) != 0)
            return (int)XdpAction.Aborted;
        bool isBroadcast = (flags & BpfHelpers.RedirectFlagBroadcast) != 0;
        RedirectTarget = isBroadcast
            ? new RedirectTarget(0, false) { Map = storage.Options.Name, IsBroadcast = true, ExcludesIngress = (flags & BpfHelpers.RedirectFlagExcludeIngress) != 0 }
            : storage.Find(key);
        return RedirectTarget is null ? (int)(flags & ActionMask) : (int)XdpAction.Redirect;
    }

    // bpf_skb_event_output, bpf_xdp_event_output, __bpf_perf_event_output
    public int PerfEventOutput(MapDeclaration map, ReadOnlySpan<byte> packet, ulong flags, ReadOnlySpan<byte> record)
    {
        const ulong IndexMask = 0xffff_ffff;
        const ulong LengthMask = 0xf_ffff_0000_0000;
        if ((flags & ~(IndexMask | LengthMask)) != 0)
            return -KernelError.Invalid;
        ulong length = (flags & LengthMask) >> 32;
        if (length > (ulong)packet.Length)
            return -KernelError.Fault;
        ulong index = (flags & IndexMask) == IndexMask ? (ulong)Cpu : flags & IndexMask;
        if (index >= (ulong)Environment.CpuCount)
            return -KernelError.TooBig;
        return index == (ulong)Cpu ? ((PerfEventStorage)Storage(map)).Output(Cpu, record, packet[..(int)length]) : -KernelError.OperationNotSupported;
    }

    public int Trace(ReadOnlySpan<byte> format, ReadOnlySpan<ulong> arguments)
    {
        int result = KernelFormat.TryFormat(format, arguments, out string line);
        if (result >= 0)
            Environment.AddTrace(line);
        return result;
    }
}
