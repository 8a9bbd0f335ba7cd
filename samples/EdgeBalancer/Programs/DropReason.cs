namespace EdgeBalancer;

/// <summary>Why a packet to a service was dropped.</summary>
public enum DropReason : uint
{
    /// <summary>Its source is on the list.</summary>
    ListedSource,

    /// <summary>Its source is in a network on the list.</summary>
    ListedNetwork,

    /// <summary>Its source's network sends too much.</summary>
    NetworkRate,

    /// <summary>Its source sends too much.</summary>
    SourceRate,

    /// <summary>No service has this port.</summary>
    NoService,

    /// <summary>The service has no backend.</summary>
    NoBackend,

    /// <summary>A later fragment whose first one has not been seen.</summary>
    LostFragment,

    /// <summary>There is no room in front of the packet; it is counted besides where it was to go.</summary>
    NoRoom,

    /// <summary>A message to a service's address that is neither an echo request nor an error.</summary>
    StrayMessage,

    Count,
}
