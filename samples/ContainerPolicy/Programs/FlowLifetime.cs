using BpfSharp.Protocols;

namespace ContainerPolicy;

/// <summary>How long flows are remembered without a packet, in ns.</summary>
internal static class FlowLifetime
{
    /// <summary>A receiver gives up on missing fragments after 30 s (RFC 1122, 3.3.2).</summary>
    public const ulong Fragments = 30 * Second;

    private const ulong Second = 1_000_000_000;
    private const ulong Connection = 7_440 * Second;    // 2 h 4 min, the least that a NAT has to wait (RFC 5382, REQ-5)
    private const ulong EndedConnection = 30 * Second;  // the last acknowledgements
    private const ulong Datagrams = 180 * Second;       // RFC 4787, REQ-5 asks for 2 min at least

    public static ulong Of(uint protocol, uint ended)
    {
        if (protocol != (uint)IpProtocol.Tcp)
            return Datagrams;
        return ended == FlowState.BothEnded ? EndedConnection : Connection;
    }
}
