namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>What the innermost packet came in.</summary>
public enum TunnelKind : byte
{
    None,
    Ipip,
    Ipv6InIpv4,
    InIpv6,
    Gre,
    Vxlan,
    Geneve,
    Count,
}
