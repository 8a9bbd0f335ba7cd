namespace BpfSharp.Loader;

/// <summary>How to attach an XDP program; all can be left as it is.</summary>
public sealed record XdpAttachOptions
{
    /// <summary>Where it shall run.</summary>
    public XdpMode Mode { get; init; }

    /// <summary>What shall hold it.</summary>
    public XdpHolder Holder { get; init; }

    /// <summary>The kernel's id of a program that was attached without a link: it is replaced in one step, and only if it is still there
    /// (XDP_FLAGS_REPLACE). 0: the interface must be free. Opening a program by its id takes CAP_SYS_ADMIN.</summary>
    public uint Replaces { get; init; }
}
