using System.Runtime.InteropServices;

namespace BpfSharp.Protocols;

/// <summary>An address resolution message between Ethernet and IPv4 (RFC 826).</summary>
[BpfFunction]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct ArpHeader
{
    /// <summary>Bytes of the header: 28.</summary>
    public const int Size = 28;

    private BigEndianUInt16 _hardwareType;
    private BigEndianUInt16 _protocolType;
    private byte _hardwareLength;
    private byte _protocolLength;
    private BigEndianUInt16 _operation;

    /// <summary>Ethernet address of the sender.</summary>
    public MacAddress SenderHardware;

    /// <summary>IPv4 address of the sender.</summary>
    public Ipv4Address SenderProtocol;

    /// <summary>Ethernet address asked for; zero in a request.</summary>
    public MacAddress TargetHardware;

    /// <summary>IPv4 address asked for.</summary>
    public Ipv4Address TargetProtocol;

    /// <summary>1 for Ethernet.</summary>
    public ushort HardwareType
    {
        readonly get => _hardwareType;
        set => _hardwareType = value;
    }

    /// <summary><see cref="EtherType.IPv4"/> in this kind of message.</summary>
    public EtherType ProtocolType
    {
        readonly get => (EtherType)(ushort)_protocolType;
        set => _protocolType = (ushort)value;
    }

    /// <summary>Bytes of a hardware address: 6.</summary>
    public byte HardwareLength
    {
        readonly get => _hardwareLength;
        set => _hardwareLength = value;
    }

    /// <summary>Bytes of a protocol address: 4.</summary>
    public byte ProtocolLength
    {
        readonly get => _protocolLength;
        set => _protocolLength = value;
    }

    /// <summary>Request or reply.</summary>
    public ArpOperation Operation
    {
        readonly get => (ArpOperation)(ushort)_operation;
        set => _operation = (ushort)value;
    }
}
