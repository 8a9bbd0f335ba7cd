namespace ContainerPolicy;

/// <summary>Why a packet passed or did not.</summary>
public enum PacketOutcome : uint
{
    Link,
    Established,
    AllowedByRule,
    RelatedError,
    Fragment,
    DeniedByRule,
    DeniedByDefault,
    UnrelatedError,
    LostFragment,
    ForeignProtocol,
    Count,
}
