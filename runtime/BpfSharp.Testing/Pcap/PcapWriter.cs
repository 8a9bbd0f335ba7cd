using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using BpfSharp.Testing.Pcap;

namespace BpfSharp.Testing;

/// <summary>Writes Ethernet captures in the pcap format, with times in nanoseconds; Wireshark and tcpdump read them.</summary>
public sealed class PcapWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly bool _leaveOpen;

    /// <summary>Starts a capture.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="leaveOpen">Whether the stream stays open.</param>
    public PcapWriter(Stream stream, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _leaveOpen = leaveOpen;
        Span<byte> header = stackalloc byte[PcapFormat.FileHeaderSize];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, PcapFormat.MagicNanoseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], PcapFormat.MajorVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], PcapFormat.MinorVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], PcapFormat.MaxRecord);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], PcapFormat.LinkTypeEthernet);
        _stream.Write(header);
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">Its path; an existing file is replaced.</param>
    /// <param name="packets">The packets.</param>
    public static void WriteFile(string path, IEnumerable<CapturedPacket> packets)
    {
        ArgumentNullException.ThrowIfNull(packets);
        using var writer = new PcapWriter(File.Create(path));
        foreach (CapturedPacket packet in packets)
            writer.Write(packet);
    }

    /// <summary>Writes a packet.</summary>
    /// <param name="packet">The packet.</param>
    /// <exception cref="ArgumentException">The packet has more than 262,144 bytes, or its time is not between 1970 and 2106.</exception>
    public void Write(CapturedPacket packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        long seconds = packet.Time.ToUnixTimeSeconds();
        if (packet.Bytes.Length > PcapFormat.MaxRecord || seconds is < 0 or > uint.MaxValue)
            throw new ArgumentException("The pcap format has no room for this packet's length or time.", nameof(packet));
        long ticks = packet.Time.UtcTicks % TimeSpan.TicksPerSecond;
        Span<byte> header = stackalloc byte[PcapFormat.RecordHeaderSize];
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)(ticks * TimeSpan.NanosecondsPerTick));
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], packet.Bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], packet.OriginalLength);
        _stream.Write(header);
        _stream.Write(packet.Bytes);
    }

    /// <summary>Ends the capture.</summary>
    public void Dispose()
    {
        if (_leaveOpen)
            _stream.Flush();
        else
            _stream.Dispose();
    }
}
