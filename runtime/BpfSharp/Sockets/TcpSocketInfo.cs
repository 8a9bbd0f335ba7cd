using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace BpfSharp;

/// <summary>What TCP knows of a connection (<c>struct bpf_tcp_sock</c> of the kernel's <c>include/uapi/linux/bpf.h</c>). A program reads it field by field, in place.</summary>
[SuppressMessage("Design", "CA1051", Justification = "Fields are what the kernel's structure has.")]
[StructLayout(LayoutKind.Sequential)]
public struct TcpSocketInfo
{
    internal const int ByteCount = 112;

    /// <summary>Congestion window, in segments (<c>snd_cwnd</c>).</summary>
    public uint SendWindow;

    /// <summary>Smoothed round trip time, in eighths of a microsecond (<c>srtt_us</c>).</summary>
    public uint SmoothedRoundTrip;

    /// <summary>Smallest round trip time of late, in microseconds (<c>rtt_min</c>).</summary>
    public uint MinimumRoundTrip;

    /// <summary>Slow start threshold, in segments (<c>snd_ssthresh</c>).</summary>
    public uint SlowStartThreshold;

    /// <summary>The next sequence number to receive (<c>rcv_nxt</c>).</summary>
    public uint ReceiveNext;

    /// <summary>The next sequence number to send (<c>snd_nxt</c>).</summary>
    public uint SendNext;

    /// <summary>The first byte that is not acknowledged (<c>snd_una</c>).</summary>
    public uint SendUnacknowledged;

    /// <summary>Segment size, in bytes (<c>mss_cache</c>).</summary>
    public uint SegmentSize;

    /// <summary>Congestion notification (<c>ecn_flags</c>).</summary>
    public uint EcnFlags;

    /// <summary>Of the last rate sample: segments delivered (<c>rate_delivered</c>).</summary>
    public uint RateDelivered;

    /// <summary>Of the last rate sample: time, in microseconds (<c>rate_interval_us</c>).</summary>
    public uint RateInterval;

    /// <summary>Segments sent and not acknowledged (<c>packets_out</c>).</summary>
    public uint SegmentsInFlight;

    /// <summary>Of these, retransmitted (<c>retrans_out</c>).</summary>
    public uint RetransmittedInFlight;

    /// <summary>Segments retransmitted in all (<c>total_retrans</c>).</summary>
    public uint TotalRetransmitted;

    /// <summary>Segments received (<c>segs_in</c>).</summary>
    public uint SegmentsReceived;

    /// <summary>Of these, with data (<c>data_segs_in</c>).</summary>
    public uint DataSegmentsReceived;

    /// <summary>Segments sent (<c>segs_out</c>).</summary>
    public uint SegmentsSent;

    /// <summary>Of these, with data (<c>data_segs_out</c>).</summary>
    public uint DataSegmentsSent;

    /// <summary>Segments taken for lost (<c>lost_out</c>).</summary>
    public uint Lost;

    /// <summary>Segments acknowledged out of order (<c>sacked_out</c>).</summary>
    public uint SelectivelyAcknowledged;

    /// <summary>Bytes received and acknowledged (<c>bytes_received</c>).</summary>
    public ulong BytesReceived;

    /// <summary>Bytes sent and acknowledged (<c>bytes_acked</c>).</summary>
    public ulong BytesAcknowledged;

    /// <summary>Duplicates that the other end has reported (<c>dsack_dups</c>, Linux 5.3).</summary>
    public uint DuplicatesReported;

    /// <summary>Segments delivered (<c>delivered</c>, Linux 5.3).</summary>
    public uint Delivered;

    /// <summary>Of these, with congestion reported (<c>delivered_ce</c>, Linux 5.3).</summary>
    public uint DeliveredCongested;

    /// <summary>Retransmissions of what is unacknowledged (<c>icsk_retransmits</c>, Linux 5.3).</summary>
    public uint Retransmissions;
}
