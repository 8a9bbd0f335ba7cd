using System.Runtime.InteropServices;

namespace BpfSharp.Protocols;

/// <summary>The fixed header of an IPv6 packet (RFC 8200); extension headers may follow.</summary>
[BpfFunction]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Ipv6Header
{
    /// <summary>Bytes of the header: 40.</summary>
    public const int Size = 40;

    private BigEndianUInt32 _versionClassFlow;
    private BigEndianUInt16 _payloadLength;
    private byte _nextHeader;
    private byte _hopLimit;

    /// <summary>The address of the sender.</summary>
    public Ipv6Address Source;

    /// <summary>The address of the receiver.</summary>
    public Ipv6Address Destination;

    /// <summary>IP version: 6.</summary>
    public int Version
    {
        readonly get => (int)(_versionClassFlow >> 28);
        set => _versionClassFlow = (_versionClassFlow & 0x0fffffff) | ((uint)value << 28);
    }

    /// <summary>Differentiated services and congestion notification.</summary>
    public byte TrafficClass
    {
        readonly get => (byte)(_versionClassFlow >> 20);
        set => _versionClassFlow = (_versionClassFlow & 0xf00fffff) | ((uint)value << 20);
    }

    /// <summary>Flow label (20 bits).</summary>
    public uint FlowLabel
    {
        readonly get => _versionClassFlow & 0xfffff;
        set => _versionClassFlow = (_versionClassFlow & 0xfff00000) | (value & 0xfffff);
    }

    /// <summary>Bytes after this header, extension headers included.</summary>
    public ushort PayloadLength
    {
        readonly get => _payloadLength;
        set => _payloadLength = value;
    }

    /// <summary>What follows: an extension header or what the packet carries.</summary>
    public IpProtocol NextHeader
    {
        readonly get => (IpProtocol)_nextHeader;
        set => _nextHeader = (byte)value;
    }

    /// <summary>Hops that the packet may still make.</summary>
    public byte HopLimit
    {
        readonly get => _hopLimit;
        set => _hopLimit = value;
    }
}
