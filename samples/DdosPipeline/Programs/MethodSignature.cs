namespace DdosPipeline;

/// <summary>Signatures that are C# methods: <see cref="MethodSignatures"/>.</summary>
public enum MethodSignature : uint
{
    None,
    TcpWithoutFlags,
    DnsAnyQuery,
    LandAttack,
    Count,
}
