namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>A rule for destination ports, first to last.</summary>
public struct PortRange
{
    public ushort First;
    public ushort Last;
    public Decision Decision;
    public Transports Transports;
}
