using System;

namespace BpfSharp;

/// <summary>What the room is for that <see cref="TcContext.AdjustRoom"/> makes or takes (<c>BPF_F_ADJ_ROOM_*</c> of <c>linux/bpf.h</c>): the kernel then knows where the inner headers are.</summary>
[Flags]
public enum AdjustRoomFlags
{
    /// <summary>Nothing is said.</summary>
    None = 0,

    /// <summary>Segments keep their payload size (Linux 5.2). Without it they carry less or more, so that their frames keep theirs.</summary>
    FixedSegmentSize = 1,

    /// <summary>Room for an outer IPv4 header (Linux 5.2).</summary>
    EncapsulateIpv4 = 2,

    /// <summary>Room for an outer IPv6 header (Linux 5.2).</summary>
    EncapsulateIpv6 = 4,

    /// <summary>With an outer IP header: and for a GRE header (Linux 5.2).</summary>
    EncapsulateGre = 8,

    /// <summary>With an outer IP header: and for a UDP header (Linux 5.2).</summary>
    EncapsulateUdp = 16,

    /// <summary>The device's word on checksums is kept (Linux 5.9). Without it the stack checks them again.</summary>
    KeepChecksumLevel = 32,

    /// <summary>With an outer IP header: the inner packet starts with an Ethernet header, whose length is given (Linux 5.14).</summary>
    EncapsulateEthernet = 64,

    /// <summary>The outer header goes, an IPv4 header comes first (Linux 6.3).</summary>
    DecapsulateIpv4 = 128,

    /// <summary>The outer header goes, an IPv6 header comes first (Linux 6.3).</summary>
    DecapsulateIpv6 = 256,
}
