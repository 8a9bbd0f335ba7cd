namespace FlowMonitor;

/// <summary>The ports of a packet in fragments, which only the first one has.</summary>
public struct FragmentPorts
{
    public ushort Source;
    public ushort Destination;
}
