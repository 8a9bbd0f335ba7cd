namespace BpfSharp.Testing.Pcap;

/// <summary>Numbers of the pcapng file format (draft-ietf-opsawg-pcapng).</summary>
internal static class PcapngFormat
{
    public const uint SectionHeader = 0x0a0d0d0a;
    public const uint InterfaceDescription = 1;
    public const uint EnhancedPacket = 6;
    public const uint ByteOrderMagic = 0x1a2b3c4d;
    public const ushort MajorVersion = 1;
    public const ushort MinorVersion = 0;
    public const ushort OptionEnd = 0;
    public const ushort OptionComment = 1;
    public const ushort InterfaceName = 2;
    public const ushort InterfaceTimeResolution = 9;
    public const byte Nanoseconds = 9; // 10 to the power of -9
    public const ushort PacketFlags = 2;

    /// <summary>Block type, and length before and after the body.</summary>
    public const int BlockOverhead = 12;
}
