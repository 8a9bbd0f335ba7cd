using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp;

/// <summary>Both ends of a connection or of a packet, as it comes in (<c>struct bpf_sock_tuple</c>, IPv6). A listener is found by its address and port as destination.</summary>
[StructLayout(LayoutKind.Sequential)]
[BpfFunction]
public struct Ipv6SocketTuple
{
    internal const int ByteCount = 36;

    /// <summary>The other end's address.</summary>
    public Ipv6Address Source;

    /// <summary>This end's address.</summary>
    public Ipv6Address Destination;

    /// <summary>The other end's port.</summary>
    public BigEndianUInt16 SourcePort;

    /// <summary>This end's port.</summary>
    public BigEndianUInt16 DestinationPort;
}
