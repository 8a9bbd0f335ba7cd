using System.Runtime.InteropServices;

namespace BpfSharp.Protocols;

/// <summary>The header of a UDP datagram (RFC 768).</summary>
[BpfFunction]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct UdpHeader
{
    /// <summary>Bytes of the header: 8.</summary>
    public const int Size = 8;

    private BigEndianUInt16 _sourcePort;
    private BigEndianUInt16 _destinationPort;
    private BigEndianUInt16 _length;
    private BigEndianUInt16 _checksum;

    /// <summary>Port of the sender.</summary>
    public ushort SourcePort
    {
        readonly get => _sourcePort;
        set => _sourcePort = value;
    }

    /// <summary>Port of the receiver.</summary>
    public ushort DestinationPort
    {
        readonly get => _destinationPort;
        set => _destinationPort = value;
    }

    /// <summary>Bytes of the datagram with this header.</summary>
    public ushort Length
    {
        readonly get => _length;
        set => _length = value;
    }

    /// <summary>Checksum of datagram and pseudo header; 0: none (IPv4). See <see cref="InternetChecksum"/>.</summary>
    public ushort Checksum
    {
        readonly get => _checksum;
        set => _checksum = value;
    }
}
