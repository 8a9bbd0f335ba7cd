using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using BpfSharp.Protocols;
using BpfSharp.Samples;

namespace EgressScheduler.Traffic;

/// <summary>Reads frames at the receiver's interface and counts UDP packets by port and DSCP.</summary>
internal sealed class FrameWitness : IDisposable
{
    private readonly ConcurrentDictionary<(ushort Port, byte Dscp), int> _counts = new();
    private readonly FrameListener _listener;
    private int _wrong;

    public FrameWitness(LabNamespace place) => _listener = new FrameListener(place, Read);

    /// <summary>IPv4 headers with a wrong checksum.</summary>
    public int Wrong => Volatile.Read(ref _wrong);

    /// <summary>Unfragmented packets to a port with a DSCP.</summary>
    public int Count(ushort port, byte dscp) => _counts.GetValueOrDefault((port, dscp));

    public void Dispose() => _listener.Dispose();

    private void Read(ReadOnlySpan<byte> frame)
    {
        if (!MemoryMarshal.TryRead(frame, out EthernetHeader ethernet))
            return;
        ReadOnlySpan<byte> packet = frame[EthernetHeader.Size..];
        if (ethernet.EtherType == EtherType.IPv4 && MemoryMarshal.TryRead(packet, out Ipv4Header ip))
        {
            // The sum over a header with its checksum comes to nothing.
            if (InternetChecksum.Compute(packet[..ip.HeaderLength]) != 0)
                Interlocked.Increment(ref _wrong);
            if (!ip.IsFragment && ip.Protocol == IpProtocol.Udp)
                Count(packet[ip.HeaderLength..], (byte)ip.Dscp);
        }
        else if (ethernet.EtherType == EtherType.IPv6 && MemoryMarshal.TryRead(packet, out Ipv6Header ip6) && ip6.NextHeader == IpProtocol.Udp)
        {
            Count(packet[Ipv6Header.Size..], (byte)(ip6.TrafficClass >> 2));
        }
    }

    private void Count(ReadOnlySpan<byte> datagram, byte dscp)
    {
        if (MemoryMarshal.TryRead(datagram, out UdpHeader udp))
            _counts.AddOrUpdate((udp.DestinationPort, dscp), 1, static (_, count) => count + 1);
    }
}
