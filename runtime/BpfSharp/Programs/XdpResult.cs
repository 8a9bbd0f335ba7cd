namespace BpfSharp;

/// <summary>What one run of an XDP program gave, in the kernel (<c>BPF_PROG_TEST_RUN</c>) or in a simulation.</summary>
/// <param name="Verdict">What the program returned, or its <c>OnFault</c> verdict.</param>
/// <param name="Packet">The packet's bytes afterwards.</param>
public sealed record XdpResult(XdpAction Verdict, byte[] Packet)
{
    /// <summary>The metadata in front of the packet, as <see cref="XdpContext.AdjustMetadata"/> made room for it.</summary>
    public byte[] Metadata { get; init; } = [];

    /// <summary>Where the program ended by a fault, as far as the runner knows; the loader's test runs don't (read its fault counts).</summary>
    public FaultSite? Fault { get; init; }

    /// <summary>The exception behind <see cref="Fault"/>; simulations only.</summary>
    public System.Exception? Exception { get; init; }

    /// <summary>Where the last redirect helper would send the packet; simulations only.</summary>
    public RedirectTarget? Redirect { get; init; }

    /// <summary>What the programs of the map's entry did with the redirected packet, of a broadcast one for each entry that has one; simulations only.</summary>
    public System.Collections.Generic.IReadOnlyList<XdpEntryRun> EntryRuns { get; init; } = [];
}
