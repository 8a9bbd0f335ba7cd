using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace EdgeBalancer;

/// <summary>A packet of a QUIC handshake (RFC 8999, 5.1), as far as the connection id says a server.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct QuicLongHeader
{
    public byte Flags;
    public BigEndianUInt32 Version;
    public byte IdLength;
    public QuicConnectionId Id;
}
