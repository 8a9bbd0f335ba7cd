using System.Threading;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>A packet inspector as one would write it: all headers down to the innermost packet, its flow, a policy.</summary>
public static partial class InspectorPrograms
{
    private const uint ReasonCount = (uint)Reason.Count;
    private const uint TunnelCount = (uint)TunnelKind.Count;

    private static readonly PerCpuArrayMap<Counter> Reasons = new(ReasonCount);
    private static readonly PerCpuArrayMap<Counter> Tunnels = new(TunnelCount);

    // In maps rather than on the stack: of numbers there the verifier knows nothing, so it need not follow every way on which they came to be.
    private static readonly PerCpuArrayMap<Cursor> Cursors = new(maxEntries: 1);
    private static readonly PerCpuArrayMap<Segment> Segments = new(maxEntries: 1);

    private static ulong s_packets;

    [XdpProgram(OnFault = XdpAction.Aborted)]
    public static XdpAction Inspect(XdpContext ctx)
    {
        Reason reason = Handle(ctx.Packet, ctx.Length);
        Reasons[(uint)reason].Add(ctx.Length);
        return reason switch
        {
            Reason.NewFlow or Reason.KnownFlow or Reason.Clamped or Reason.LaterFragment => XdpAction.Pass,
            Reason.NotIp or Reason.UnknownProtocol or Reason.NoPayload => XdpAction.Pass,
            Reason.Bounced => XdpAction.Tx,
            _ => XdpAction.Drop,
        };
    }

    [TcProgram(OnFault = TcAction.Stolen)]
    public static TcAction Classify(TcContext ctx)
    {
        Reason reason = Handle(ctx.Packet, ctx.Length);
        Reasons[(uint)reason].Add(ctx.Length);
        return reason switch
        {
            Reason.NewFlow or Reason.KnownFlow => TcAction.Ok,
            Reason.Clamped or Reason.Bounced => TcAction.Pipe,
            Reason.NotIp or Reason.UnknownProtocol or Reason.NoPayload or Reason.LaterFragment => TcAction.Next,
            _ => TcAction.Shot,
        };
    }

    private static Reason Handle(Packet packet, int length)
    {
        ref Cursor at = ref Cursors[0];
        at = default;
        ulong number = Interlocked.Increment(ref s_packets);
        Reason reason = FindInnermost(packet, ref at);
        Tunnels[(uint)at.Key.Tunnel].Add(length);
        if (reason != Reason.None)
            return reason;

        ref Segment segment = ref Segments[0];
        segment = new Segment { Number = number, Length = length };
        reason = ReadTransport(packet, ref at, ref segment);
        if (reason != Reason.None)
            return reason;
        switch (Decide(in at.Key))
        {
            case Decision.Deny:
                return Reason.DeniedPrefix;
            case Decision.Bounce:
                return Bounce(packet, in at);
        }

        if (IsPortDenied(in at.Key))
            return Reason.DeniedPort;
        Reason tracked = Track(in at, in segment);
        return Clamp(packet, in segment) ? Reason.Clamped : tracked;
    }

    /// <summary>Reads headers until a transport header stands at the cursor: of a packet in at most two tunnels.</summary>
    private static Reason FindInnermost(Packet packet, ref Cursor at)
    {
        Reason reason = ReadLevel(packet, ref at);
        if (IsTunnel(reason, in at))
            reason = ReadLevel(packet, ref at);
        if (IsTunnel(reason, in at))
            reason = ReadLevel(packet, ref at);
        return IsTunnel(reason, in at) ? Reason.TooManyTunnels : reason;
    }

    private static bool IsTunnel(Reason reason, in Cursor at) => reason == Reason.None && at.Content != Content.Transport;

    private static Reason ReadLevel(Packet packet, ref Cursor at)
    {
        Reason reason = Reason.None;
        if (at.Content == Content.Frame)
            reason = ReadFrame(packet, ref at);
        if (reason == Reason.None)
            reason = ReadNetwork(packet, ref at);
        return reason == Reason.None ? ReadTunnel(packet, ref at) : reason;
    }
}
