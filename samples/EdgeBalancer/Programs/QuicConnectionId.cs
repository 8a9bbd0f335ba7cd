using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace EdgeBalancer;

/// <summary>The start of a connection id that a server has made: which configuration it goes by, and which server (draft-ietf-quic-load-balancers, plaintext, server ids of 3 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct QuicConnectionId
{
    /// <summary>Least length of an id that holds a server: 1 + 3 bytes, and 4 that tell connections apart.</summary>
    public const int LeastLength = 8;

    /// <summary>Configuration in the upper 3 bits: 0 is ours.</summary>
    public byte Configuration;
    public byte ServerHigh;
    public BigEndianUInt16 ServerLow;

    public readonly bool IsOurs => Configuration >> 5 == 0;

    public readonly uint Server => (uint)ServerHigh << 16 | ServerLow;
}
