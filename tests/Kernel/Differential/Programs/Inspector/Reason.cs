namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>What became of a packet: the index of its counter.</summary>
public enum Reason : uint
{
    None,
    Truncated,
    TooManyVlans,
    NotIp,
    BadVersion,
    BadHeaderLength,
    BadOption,
    SourceRoute,
    Expired,
    LaterFragment,
    MisplacedExtension,
    TooManyExtensions,
    NoPayload,
    BadTunnel,
    CriticalTunnelOption,
    TooManyTunnels,
    UnknownProtocol,
    BadFlags,
    DeniedPrefix,
    DeniedPort,
    Bounced,
    Clamped,
    NewFlow,
    KnownFlow,
    Count,
}
