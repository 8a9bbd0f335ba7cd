using System;

namespace BpfSharp;

/// <summary>How <see cref="TcContext.ReplaceInTransportChecksum"/> treats the checksum (<c>BPF_F_*</c> of <c>linux/bpf.h</c>).</summary>
[Flags]
public enum TransportChecksumFlags
{
    /// <summary>The field is in the transport header or payload.</summary>
    None = 0,

    /// <summary>The field is part of the pseudo header (an address).</summary>
    PseudoHeader = 0x10,

    /// <summary>UDP: a checksum of 0 (absent) is left alone, and a computed 0 becomes 0xffff.</summary>
    MangledZero = 0x20,

    /// <summary>UDP: with <see cref="MangledZero"/>, also an absent checksum is corrected.</summary>
    EnforceZero = 0x40,
}
