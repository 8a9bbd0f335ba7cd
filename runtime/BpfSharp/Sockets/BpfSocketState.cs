namespace BpfSharp;

/// <summary>State of a connection (<c>BPF_TCP_*</c>); sockets without connections have <see cref="Close"/>, or <see cref="Established"/> with a fixed other end.</summary>
public enum BpfSocketState
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Connected.</summary>
    Established = 1,

    /// <summary>A SYN was sent.</summary>
    SynSent = 2,

    /// <summary>A SYN has come, on both sides at once.</summary>
    SynReceived = 3,

    /// <summary>Closed here, and not confirmed.</summary>
    FinWait1 = 4,

    /// <summary>Closed here, not there.</summary>
    FinWait2 = 5,

    /// <summary>Closed on both sides, remembered for a while.</summary>
    TimeWait = 6,

    /// <summary>Closed, or never connected.</summary>
    Close = 7,

    /// <summary>Closed there, not here.</summary>
    CloseWait = 8,

    /// <summary>Closed on both sides, and not confirmed.</summary>
    LastAck = 9,

    /// <summary>Waits for connections.</summary>
    Listen = 10,

    /// <summary>Closed on both sides at once.</summary>
    Closing = 11,

    /// <summary>A SYN has come to a listener; there is no socket yet.</summary>
    NewSynReceived = 12,
}
