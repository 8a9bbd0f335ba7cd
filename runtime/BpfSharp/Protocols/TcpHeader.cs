using System.Runtime.InteropServices;

namespace BpfSharp.Protocols;

/// <summary>The header of a TCP segment (RFC 9293) without options.</summary>
[BpfFunction]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct TcpHeader
{
    /// <summary>Bytes of the header: 20.</summary>
    public const int Size = 20;

    private BigEndianUInt16 _sourcePort;
    private BigEndianUInt16 _destinationPort;
    private BigEndianUInt32 _sequenceNumber;
    private BigEndianUInt32 _acknowledgmentNumber;
    private byte _dataOffset;
    private byte _flags;
    private BigEndianUInt16 _window;
    private BigEndianUInt16 _checksum;
    private BigEndianUInt16 _urgentPointer;

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

    /// <summary>Number of the first byte of the payload (of the SYN, if set).</summary>
    public uint SequenceNumber
    {
        readonly get => _sequenceNumber;
        set => _sequenceNumber = value;
    }

    /// <summary>The next byte that the sender expects.</summary>
    public uint AcknowledgmentNumber
    {
        readonly get => _acknowledgmentNumber;
        set => _acknowledgmentNumber = value;
    }

    /// <summary>Bytes of the header with its options: a multiple of 4 up to 60. As the segment says: less than 20 is possible and wrong.</summary>
    public int HeaderLength
    {
        readonly get => (_dataOffset >> 4) * 4;
        set => _dataOffset = (byte)((_dataOffset & 0x0f) | ((value << 2) & 0xf0));
    }

    /// <summary>The flags.</summary>
    public TcpFlags Flags
    {
        readonly get => (TcpFlags)_flags;
        set => _flags = (byte)value;
    }

    /// <summary>Whether the SYN flag is set.</summary>
    public readonly bool IsSyn => (_flags & (byte)TcpFlags.Syn) != 0;

    /// <summary>Whether the ACK flag is set.</summary>
    public readonly bool IsAck => (_flags & (byte)TcpFlags.Ack) != 0;

    /// <summary>Whether the FIN flag is set.</summary>
    public readonly bool IsFin => (_flags & (byte)TcpFlags.Fin) != 0;

    /// <summary>Whether the RST flag is set.</summary>
    public readonly bool IsRst => (_flags & (byte)TcpFlags.Rst) != 0;

    /// <summary>Bytes that the sender will take, to be scaled.</summary>
    public ushort Window
    {
        readonly get => _window;
        set => _window = value;
    }

    /// <summary>Checksum of segment and pseudo header; see <see cref="InternetChecksum"/>.</summary>
    public ushort Checksum
    {
        readonly get => _checksum;
        set => _checksum = value;
    }

    /// <summary>End of urgent bytes, if the URG flag is set.</summary>
    public ushort UrgentPointer
    {
        readonly get => _urgentPointer;
        set => _urgentPointer = value;
    }
}
