using System.Collections.Generic;
using BpfSharp.Protocols;

namespace EdgeBalancer.Configuration;

/// <summary>What a configuration says.</summary>
public sealed class EdgeSettings
{
    public List<VipEntry> Vips { get; } = [];

    /// <summary>Networks whose packets are dropped, with the line that says so.</summary>
    public Dictionary<Ipv6Prefix, uint> Listed { get; } = [];

    /// <summary>Packets of one source.</summary>
    public RateLimit SourceLimit { get; set; }

    /// <summary>Packets of one network.</summary>
    public RateLimit NetworkLimit { get; set; }

    /// <summary>SYNs of sources that are not admitted, for each service and CPU.</summary>
    public RateLimit SynLimit { get; set; }

    /// <summary>New flows that are remembered, for each CPU.</summary>
    public RateLimit FlowLimit { get; set; }

    /// <summary>One in so many drops is reported; 0: none.</summary>
    public uint ReportEvery { get; set; }

    /// <summary>What outer sources begin with; the last 16 bits are the flow's.</summary>
    public Ipv4Address Source4 { get; set; }

    /// <inheritdoc cref="Source4"/>
    public Ipv6Address Source6 { get; set; }
}
