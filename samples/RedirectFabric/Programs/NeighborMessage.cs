using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace RedirectFabric;

/// <summary>A neighbour solicitation with the asker's link address, or an advertisement with the answerer's (RFC 4861, 4.3 and 4.4).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct NeighborMessage
{
    public const int Size = 32;

    /// <summary>Advertisement: answers a solicitation, and replaces what was known (flags S and O).</summary>
    public const uint SolicitedOverride = 0x6000_0000;

    /// <summary>The option that holds the sender's link address.</summary>
    public const byte SourceLinkAddress = 1;

    /// <summary>The option that holds the target's link address.</summary>
    public const byte TargetLinkAddress = 2;

    public Icmpv6Header Icmp;
    public Ipv6Address Target;
    public byte OptionType;

    /// <summary>In units of 8 bytes.</summary>
    public byte OptionLength;

    public MacAddress LinkAddress;
}
