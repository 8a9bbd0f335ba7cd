namespace FlowMonitor.Checks;

/// <summary>UDP ports; the closed ones are those of <c>monitor.txt</c>.</summary>
internal static class Ports
{
    public const ushort In = 7001;
    public const ushort Out = 7002;
    public const ushort ClosedIn = 7003;
    public const ushort ClosedOut = 7004;
    public const ushort Flood = 7005;
    public const ushort Tcp = 7010;
}
