using System.Runtime.InteropServices;

namespace BpfSharp.Protocols;

/// <summary>The header of an IPv4 packet (RFC 791) without options.</summary>
[BpfFunction]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Ipv4Header
{
    /// <summary>Bytes of the header: 20.</summary>
    public const int Size = 20;

    private byte _versionAndLength;
    private byte _typeOfService;
    private BigEndianUInt16 _totalLength;
    private BigEndianUInt16 _identification;
    private BigEndianUInt16 _fragment;
    private byte _timeToLive;
    private byte _protocol;
    private BigEndianUInt16 _checksum;

    /// <summary>The address of the sender.</summary>
    public Ipv4Address Source;

    /// <summary>The address of the receiver.</summary>
    public Ipv4Address Destination;

    /// <summary>IP version: 4.</summary>
    public int Version
    {
        readonly get => _versionAndLength >> 4;
        set => _versionAndLength = (byte)((_versionAndLength & 0x0f) | (value << 4));
    }

    /// <summary>Bytes of the header with its options: a multiple of 4 up to 60. As the packet says: less than 20 is possible and wrong.</summary>
    public int HeaderLength
    {
        readonly get => (_versionAndLength & 0x0f) * 4;
        set => _versionAndLength = (byte)((_versionAndLength & 0xf0) | ((value >> 2) & 0x0f));
    }

    /// <summary>All 8 bits of the field: differentiated services and congestion notification.</summary>
    public byte TypeOfService
    {
        readonly get => _typeOfService;
        set => _typeOfService = value;
    }

    /// <summary>Differentiated services code point, 0 to 63 (RFC 2474).</summary>
    public int Dscp
    {
        readonly get => _typeOfService >> 2;
        set => _typeOfService = (byte)((_typeOfService & 3) | (value << 2));
    }

    /// <summary>Explicit congestion notification, 0 to 3 (RFC 3168).</summary>
    public int Ecn
    {
        readonly get => _typeOfService & 3;
        set => _typeOfService = (byte)((_typeOfService & 0xfc) | (value & 3));
    }

    /// <summary>Bytes of the packet with its header.</summary>
    public ushort TotalLength
    {
        readonly get => _totalLength;
        set => _totalLength = value;
    }

    /// <summary>The same number in all fragments of one packet.</summary>
    public ushort Identification
    {
        readonly get => _identification;
        set => _identification = value;
    }

    /// <summary>Whether routers must not fragment the packet.</summary>
    public bool DontFragment
    {
        readonly get => (_fragment & 0x4000) != 0;
        set => _fragment = (ushort)(value ? _fragment | 0x4000 : _fragment & 0xbfff);
    }

    /// <summary>Whether fragments follow this one.</summary>
    public bool MoreFragments
    {
        readonly get => (_fragment & 0x2000) != 0;
        set => _fragment = (ushort)(value ? _fragment | 0x2000 : _fragment & 0xdfff);
    }

    /// <summary>Where this fragment belongs, in bytes: a multiple of 8.</summary>
    public int FragmentOffset
    {
        readonly get => (_fragment & 0x1fff) * 8;
        set => _fragment = (ushort)((_fragment & 0xe000) | ((value >> 3) & 0x1fff));
    }

    /// <summary>Whether this is part of a packet only; of all but the first fragment, no transport header follows.</summary>
    public readonly bool IsFragment => (_fragment & 0x3fff) != 0;

    /// <summary>Hops that the packet may still make.</summary>
    public byte TimeToLive
    {
        readonly get => _timeToLive;
        set => _timeToLive = value;
    }

    /// <summary>What the packet carries.</summary>
    public IpProtocol Protocol
    {
        readonly get => (IpProtocol)_protocol;
        set => _protocol = (byte)value;
    }

    /// <summary>Checksum of the header; see <see cref="InternetChecksum"/>.</summary>
    public ushort Checksum
    {
        readonly get => _checksum;
        set => _checksum = value;
    }
}
