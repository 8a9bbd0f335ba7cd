using System.Collections.Generic;
using BpfSharp.Protocols;

namespace FlowMonitor.Configuration;

/// <summary>What a configuration says.</summary>
/// <param name="SampleEvery">One in so many packets that pass is reported; 0: none.</param>
/// <param name="Capture">What is captured of a reported packet.</param>
/// <param name="TruncatedLength">How many bytes <see cref="CaptureMode.Truncated"/> means.</param>
/// <param name="Path">How reports come.</param>
/// <param name="Labels">Names of networks; number N in a report is the name at N - 1.</param>
/// <param name="DeniedSources">Networks whose packets are dropped, with the line that says so.</param>
/// <param name="ClosedPorts">Ports to which packets are dropped, with the line that says so.</param>
public sealed record MonitorSettings(
    uint SampleEvery,
    CaptureMode Capture,
    uint TruncatedLength,
    EventPath Path,
    IReadOnlyList<(Ipv6Prefix Network, string Name)> Labels,
    IReadOnlyDictionary<Ipv6Prefix, uint> DeniedSources,
    IReadOnlyDictionary<PortKey, uint> ClosedPorts)
{
    /// <summary>What a number in a report means.</summary>
    public string? LabelOf(uint number) => number == 0 || number > Labels.Count ? null : Labels[(int)number - 1].Name;
}
