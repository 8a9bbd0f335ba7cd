using System;
using System.Diagnostics.CodeAnalysis;

namespace BpfSharp.Protocols;

/// <summary>Flags of a TCP segment (RFC 9293).</summary>
[SuppressMessage("Design", "CA1028", Justification = "The field has 8 bits.")]
[Flags]
public enum TcpFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The sender has no more bytes.</summary>
    Fin = 1,

    /// <summary>Opens a connection.</summary>
    Syn = 2,

    /// <summary>Ends a connection at once.</summary>
    Rst = 4,

    /// <summary>Hand the bytes to the receiver now.</summary>
    Psh = 8,

    /// <summary>The acknowledgment number is valid.</summary>
    Ack = 16,

    /// <summary>The urgent pointer is valid.</summary>
    Urg = 32,

    /// <summary>Congestion was experienced (RFC 3168).</summary>
    Ece = 64,

    /// <summary>The congestion window was reduced (RFC 3168).</summary>
    Cwr = 128,
}
