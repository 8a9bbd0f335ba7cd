namespace BpfSharp.Testing.Pcap;

/// <summary>Numbers of the pcap file format (draft-ietf-opsawg-pcap).</summary>
internal static class PcapFormat
{
    public const uint MagicMicroseconds = 0xa1b2c3d4;
    public const uint MagicNanoseconds = 0xa1b23c4d;
    public const uint MagicNextGeneration = 0x0a0d0d0a; // pcapng, another format
    public const int FileHeaderSize = 24;
    public const int RecordHeaderSize = 16;
    public const int MaxRecord = 262144; // MAXIMUM_SNAPLEN of libpcap
    public const ushort MajorVersion = 2;
    public const ushort MinorVersion = 4;
    public const uint LinkTypeMask = 0x0fffffff; // above: length of a frame check sequence
    public const uint LinkTypeEthernet = 1;
}
