namespace FlowMonitor;

/// <summary>What user space gets of a packet beside the annotation.</summary>
public enum CaptureMode : uint
{
    /// <summary>Nothing.</summary>
    Metadata,

    /// <summary>Its first bytes.</summary>
    Truncated,

    /// <summary>All of it, as far as an event can hold.</summary>
    Whole,
}
