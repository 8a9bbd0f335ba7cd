namespace BpfSharp;

/// <summary>What becomes of a packet after an XDP program (<c>enum xdp_action</c>).</summary>
public enum XdpAction
{
    /// <summary>Dropped, and reported by the trace point <c>xdp:xdp_exception</c>: the program went wrong.</summary>
    Aborted = 0,

    /// <summary>Dropped.</summary>
    Drop = 1,

    /// <summary>Goes on to the network stack.</summary>
    Pass = 2,

    /// <summary>Sent out by the interface that it came in by.</summary>
    Tx = 3,

    /// <summary>Goes where a redirect helper said.</summary>
    Redirect = 4,
}
