namespace FlowMonitor;

/// <summary>Which way a packet goes, as the monitored host sees it.</summary>
public enum FlowDirection : byte
{
    Ingress,
    Egress,
}
