using System.Diagnostics.CodeAnalysis;

namespace BpfSharp.Protocols;

/// <summary>What an ICMP message is (IANA "ICMP Type Numbers").</summary>
[SuppressMessage("Design", "CA1028", Justification = "The field has 8 bits.")]
public enum IcmpType : byte
{
    /// <summary>Answer to a ping.</summary>
    EchoReply = 0,

    /// <summary>A packet could not be delivered.</summary>
    DestinationUnreachable = 3,

    /// <summary>There is a better route.</summary>
    Redirect = 5,

    /// <summary>Ping.</summary>
    Echo = 8,

    /// <summary>A router tells of itself.</summary>
    RouterAdvertisement = 9,

    /// <summary>Asks for routers.</summary>
    RouterSolicitation = 10,

    /// <summary>A packet made too many hops, or its fragments did not come.</summary>
    TimeExceeded = 11,

    /// <summary>A packet has a wrong header.</summary>
    ParameterProblem = 12,

    /// <summary>Asks for the time.</summary>
    Timestamp = 13,

    /// <summary>Tells the time.</summary>
    TimestampReply = 14,
}
