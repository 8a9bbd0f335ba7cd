namespace FlowMonitor;

/// <summary>A port to deny.</summary>
public readonly struct PortKey(FlowDirection direction, ushort protocol, ushort port)
{
    public readonly ushort Port = port;
    public readonly ushort Protocol = protocol;
    public readonly uint Direction = (uint)direction;
}
