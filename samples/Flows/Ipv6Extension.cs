using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp.Samples.Flows;

/// <summary>The first 8 bytes of an IPv6 extension header (RFC 8200, 4.3 to 4.6).</summary>
[BpfFunction]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Ipv6Extension
{
    public byte NextHeader;

    /// <summary>Units of 8 bytes after the first 8; not in a fragment header.</summary>
    public byte Length;

    /// <summary>Fragment header: offset in units of 8 bytes (13 bits), 2 bits of nothing, whether more follow.</summary>
    public BigEndianUInt16 FragmentOffset;

    /// <summary>Fragment header: the packet that it belongs to.</summary>
    public uint Identification;
}
