using System.Runtime.InteropServices;

namespace EdgeBalancer;

/// <summary>A 1-RTT packet of QUIC (RFC 9000, 17.3), as far as the connection id says a server.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct QuicShortHeader
{
    public byte Flags;
    public QuicConnectionId Id;
}
