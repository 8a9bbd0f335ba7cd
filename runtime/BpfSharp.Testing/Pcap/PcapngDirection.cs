namespace BpfSharp.Testing;

/// <summary>Which way a captured packet went: the two lowest bits of a packet's flags in pcapng.</summary>
public enum PcapngDirection
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>It came in.</summary>
    Inbound = 1,

    /// <summary>It went out.</summary>
    Outbound = 2,
}
