namespace EdgeBalancer;

/// <summary>What becomes of packets; each is counted under one of these, so that their sum is what was seen.</summary>
public enum Tally : uint
{
    /// <summary>Not for a service: goes on to the host.</summary>
    Passed,

    /// <summary>To the backend that the flow remembers.</summary>
    Known,

    /// <summary>To the backend that the table says, remembered.</summary>
    New,

    /// <summary>To the backend that the table says, not remembered: too many are new.</summary>
    Unremembered,

    /// <summary>To the backend that a QUIC connection id names.</summary>
    ByConnectionId,

    /// <summary>ICMP error, to the backend of the flow that it is about.</summary>
    Error,

    /// <summary>A later fragment, to the backend of the first.</summary>
    Fragment,

    /// <summary>Echo request, answered.</summary>
    Answered,

    /// <summary>SYN of a source that nobody vouches for, answered by a challenge.</summary>
    Challenged,

    /// <summary>Right answer to a challenge.</summary>
    Admitted,

    /// <summary>The reasons of drops follow, in the order of <see cref="DropReason"/>.</summary>
    Dropped,

    Count = Dropped + (uint)DropReason.Count,
}
