using System.Runtime.InteropServices;

namespace BpfSharp.Protocols;

/// <summary>The header of an ICMPv6 message (RFC 4443).</summary>
[BpfFunction]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Icmpv6Header
{
    /// <summary>Bytes of the header: 8.</summary>
    public const int Size = 8;

    private byte _type;
    private byte _code;
    private BigEndianUInt16 _checksum;
    private BigEndianUInt32 _restOfHeader;

    /// <summary>What the message is.</summary>
    public Icmpv6Type Type
    {
        readonly get => (Icmpv6Type)_type;
        set => _type = (byte)value;
    }

    /// <summary>More about the type.</summary>
    public byte Code
    {
        readonly get => _code;
        set => _code = value;
    }

    /// <summary>Checksum of the message and pseudo header; see <see cref="InternetChecksum"/>.</summary>
    public ushort Checksum
    {
        readonly get => _checksum;
        set => _checksum = value;
    }

    /// <summary>The last four bytes, whose meaning depends on the type.</summary>
    public uint RestOfHeader
    {
        readonly get => _restOfHeader;
        set => _restOfHeader = value;
    }

    /// <summary>Of echo messages: which conversation.</summary>
    public ushort Identifier
    {
        readonly get => (ushort)(_restOfHeader >> 16);
        set => _restOfHeader = (_restOfHeader & 0xffff) | ((uint)value << 16);
    }

    /// <summary>Of echo messages: which message.</summary>
    public ushort SequenceNumber
    {
        readonly get => (ushort)(uint)_restOfHeader;
        set => _restOfHeader = (_restOfHeader & 0xffff0000) | value;
    }
}
