using System.Runtime.InteropServices;

namespace BpfSharp.CompilerServices;

/// <summary>A socket of the kernel as programs see it (<c>struct bpf_sock</c>). The verifier takes reads of single words only, so each IPv6 address is four fields.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketHandle
{
    /// <summary>Bytes that programs read, up to the state.</summary>
    public const int ByteCount = 76;

    public uint BoundInterface;
    public uint Family;
    public uint Type;
    public uint Protocol;
    public uint Mark;
    public uint Priority;
    public uint SourceIpv4;
    public uint SourceIpv6A;
    public uint SourceIpv6B;
    public uint SourceIpv6C;
    public uint SourceIpv6D;
    public uint SourcePort;
    public ushort DestinationPort;
    public ushort Padding;
    public uint DestinationIpv4;
    public uint DestinationIpv6A;
    public uint DestinationIpv6B;
    public uint DestinationIpv6C;
    public uint DestinationIpv6D;
    public uint State;

    /// <summary>Which socket it is in a simulation; no program reads that far.</summary>
    public long Number;
}
