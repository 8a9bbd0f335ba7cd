using System.Runtime.InteropServices;
using BpfSharp;
using BpfSharp.Protocols;

namespace DdosPipeline;

/// <summary>The first 4 bytes of an IPv6 extension header (RFC 8200, 4.3 to 4.6).</summary>
[BpfFunction]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct ExtensionHeader
{
    /// <summary>Bytes that lengths count in, and of a fragment header.</summary>
    public const int Unit = 8;

    public byte NextHeader;

    /// <summary>Units after the first one; not in a fragment header.</summary>
    public byte Length;

    /// <summary>Of a fragment header: offset in units (13 bits), 2 bits of nothing, whether more follow.</summary>
    public BigEndianUInt16 FragmentOffset;
}
