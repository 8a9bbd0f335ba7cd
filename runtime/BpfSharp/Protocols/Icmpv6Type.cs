using System.Diagnostics.CodeAnalysis;

namespace BpfSharp.Protocols;

/// <summary>What an ICMPv6 message is (IANA "ICMPv6 Type Numbers").</summary>
[SuppressMessage("Design", "CA1028", Justification = "The field has 8 bits.")]
public enum Icmpv6Type : byte
{
    /// <summary>Reserved.</summary>
    None = 0,

    /// <summary>A packet could not be delivered.</summary>
    DestinationUnreachable = 1,

    /// <summary>A packet is larger than a link can carry.</summary>
    PacketTooBig = 2,

    /// <summary>A packet made too many hops, or its fragments did not come.</summary>
    TimeExceeded = 3,

    /// <summary>A packet has a wrong header.</summary>
    ParameterProblem = 4,

    /// <summary>Ping.</summary>
    EchoRequest = 128,

    /// <summary>Answer to a ping.</summary>
    EchoReply = 129,

    /// <summary>Asks for members of groups.</summary>
    MulticastListenerQuery = 130,

    /// <summary>Tells of a member of a group.</summary>
    MulticastListenerReport = 131,

    /// <summary>A member has left a group.</summary>
    MulticastListenerDone = 132,

    /// <summary>Asks for routers.</summary>
    RouterSolicitation = 133,

    /// <summary>A router tells of itself.</summary>
    RouterAdvertisement = 134,

    /// <summary>Asks who has an address.</summary>
    NeighborSolicitation = 135,

    /// <summary>Tells who has it.</summary>
    NeighborAdvertisement = 136,

    /// <summary>There is a better route.</summary>
    Redirect = 137,

    /// <summary>Which multicast groups a host listens to, by source (RFC 3810).</summary>
    MulticastListenerReportV2 = 143,
}
