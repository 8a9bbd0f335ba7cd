namespace FlowMonitor;

/// <summary>Why a packet goes no further.</summary>
public enum DropReason : uint
{
    /// <summary>It was not dropped: a sample.</summary>
    None,
    DeniedSource,
    ClosedPort,
}
