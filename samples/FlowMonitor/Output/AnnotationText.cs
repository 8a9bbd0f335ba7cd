using System.Globalization;
using System.Net;
using BpfSharp.Protocols;
using FlowMonitor.Configuration;

namespace FlowMonitor.Output;

/// <summary>Annotations in words.</summary>
public static class AnnotationText
{
    /// <summary>Why it was reported, which line's rule, and what its addresses are called: <c>dropped: ClosedPort, line 17; client to server</c>.</summary>
    public static string Of(in Annotation annotation, MonitorSettings settings)
    {
        string why = annotation.Reason == DropReason.None
            ? string.Create(CultureInfo.InvariantCulture, $"sampled: 1 in {annotation.SampledOneIn}")
            : string.Create(CultureInfo.InvariantCulture, $"dropped: {annotation.Reason}, line {annotation.Rule}");
        return $"{why}; {settings.LabelOf(annotation.SourceLabel) ?? "?"} to {settings.LabelOf(annotation.DestinationLabel) ?? "?"}";
    }

    /// <summary>An address; mapped ones as IPv4.</summary>
    public static string Address(Ipv6Address address)
    {
        var ip = IPAddress.Parse(address.ToString());
        return (ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip).ToString();
    }

    /// <summary>A protocol's name, or its number.</summary>
    public static string Protocol(in FlowKey flow) => flow.Part is FlowPart.Link or FlowPart.Foreign ? flow.Part.ToString() : ((IpProtocol)flow.Protocol).ToString();
}
