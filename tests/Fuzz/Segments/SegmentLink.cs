using System;
using System.IO;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Views;

namespace BpfSharp.Fuzz.Segments;

/// <summary>An interface of this thread's own, in a network namespace of its own, over which written programs see packets of which not all is linear: test runs make none for tc.</summary>
internal sealed class SegmentLink : IDisposable
{
    private const string Interface = "seg0";

    // Before, the written program, after.
    private const ushort First = 1, Middle = 2, Last = 3;

    [ThreadStatic]
    private static SegmentLink? t_current;

    private readonly TestNamespace _namespace = new();
    private readonly TransmitRing? _ring;
    private readonly WatcherObject? _watcher;
    private readonly TcLink? _before;
    private readonly TcLink? _after;

    private SegmentLink()
    {
        try
        {
            // Nobody but us is to send over it.
            _namespace.Run(static () => File.WriteAllText("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1"));
            _namespace.Ip($"link add {Interface} type veth peer name seg1");
            _namespace.Ip("link set seg1 arp off up");
            _namespace.Ip($"link set {Interface} arp off up");
            _watcher = WatcherLoader.Load();
            _before = _namespace.Run(() => _watcher.Before.Attach(Interface, TcDirection.Egress, At(First)));
            _after = _namespace.Run(() => _watcher.After.Attach(Interface, TcDirection.Egress, At(Last)));
            _ring = _namespace.Run(static () => new TransmitRing(Interface));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>This thread's, if it has opened one.</summary>
    public static SegmentLink? Current => t_current;

    /// <summary>How many bytes of a packet are linear in the simulation, where a test wants it to be wrong; null: as many as in the kernel.</summary>
    public int? SimulatedLinearLength { get; set; }

    public int InterfaceNumber => _ring!.InterfaceNumber;

    /// <summary>Makes this thread's; it ends with the returned value.</summary>
    public static SegmentLink Open() => t_current = new SegmentLink();

    /// <summary>Puts a program between the two that watch.</summary>
    public TcLink Attach(LoadedTcProgram program) => _namespace.Run(() => program.Attach(Interface, TcDirection.Egress, At(Middle)));

    /// <summary>Sends a packet through the program.</summary>
    public (Watcher.Arrival Came, PerfEvent<Watcher.Departure> Left) Send(ReadOnlySpan<byte> packet, int linear)
    {
        _ring!.Send(packet, linear);
        if (!_watcher!.Arrivals.TryRead(out PerfEvent<Watcher.Arrival>? came) || !_watcher.Departures.TryRead(out PerfEvent<Watcher.Departure>? left))
            throw new InvalidOperationException("a packet did not come through the watched interface");
        return (came.Record, left);
    }

    public void Dispose()
    {
        t_current = null;
        _ring?.Dispose();
        _after?.Dispose();
        _before?.Dispose();
        _watcher?.Dispose();
        _namespace.Dispose();
    }

    private static TcAttachOptions At(ushort priority) => new() { Hook = TcHook.Clsact, Priority = priority };
}
