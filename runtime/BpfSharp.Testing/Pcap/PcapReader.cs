using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using BpfSharp.Testing.Pcap;

namespace BpfSharp.Testing;

/// <summary>Reads Ethernet captures in the pcap format, of either byte order, with times in micro- or nanoseconds.</summary>
public static class PcapReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The packets in order.</returns>
    /// <exception cref="InvalidDataException">The file is no pcap capture of Ethernet frames, or ends within a packet.</exception>
    public static IReadOnlyList<CapturedPacket> ReadFile(string path)
    {
        using FileStream file = File.OpenRead(path);
        return [.. Read(file)];
    }

    /// <summary>Reads packets one after the other.</summary>
    /// <param name="stream">The capture from its first byte on; it stays open.</param>
    /// <returns>The packets in order.</returns>
    /// <exception cref="InvalidDataException">This is no pcap capture of Ethernet frames, or it ends within a packet.</exception>
    public static IEnumerable<CapturedPacket> Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] header = new byte[PcapFormat.FileHeaderSize];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            throw new InvalidDataException("The file is shorter than a pcap header.");
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(header);
        bool isBigEndian = magic != PcapFormat.MagicMicroseconds && magic != PcapFormat.MagicNanoseconds;
        if (isBigEndian)
            magic = BinaryPrimitives.ReverseEndianness(magic);
        CheckFormat(magic, UInt32(header, 20, isBigEndian) & PcapFormat.LinkTypeMask);
        long ticksPerUnit = magic == PcapFormat.MagicMicroseconds ? TimeSpan.TicksPerMicrosecond : 0;
        return ReadRecords(stream, isBigEndian, ticksPerUnit);
    }

    private static IEnumerable<CapturedPacket> ReadRecords(Stream stream, bool isBigEndian, long ticksPerUnit)
    {
        byte[] header = new byte[PcapFormat.RecordHeaderSize];
        while (true)
        {
            int read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            if (read == 0)
                yield break;
            if (read < header.Length)
                throw new InvalidDataException("The capture ends within a packet's header.");
            uint length = UInt32(header, 8, isBigEndian);
            if (length > PcapFormat.MaxRecord)
                throw new InvalidDataException($"A packet of {length} bytes: the capture is damaged.");
            byte[] bytes = new byte[length];
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
                throw new InvalidDataException("The capture ends within a packet.");
            uint fraction = UInt32(header, 4, isBigEndian);
            long ticks = ticksPerUnit > 0 ? fraction * ticksPerUnit : fraction / TimeSpan.NanosecondsPerTick;
            DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(UInt32(header, 0, isBigEndian)).AddTicks(ticks);
            yield return new CapturedPacket(time, bytes, unchecked((int)UInt32(header, 12, isBigEndian)));
        }
    }

    private static void CheckFormat(uint magic, uint linkType)
    {
        if (magic == PcapFormat.MagicNextGeneration)
            throw new InvalidDataException("This is a pcapng capture; convert it: editcap -F pcap in.pcapng out.pcap.");
        if (magic != PcapFormat.MagicMicroseconds && magic != PcapFormat.MagicNanoseconds)
            throw new InvalidDataException("This is no pcap capture.");
        if (linkType != PcapFormat.LinkTypeEthernet)
            throw new InvalidDataException($"The capture has link type {linkType}, not Ethernet (1).");
    }

    private static uint UInt32(byte[] bytes, int offset, bool isBigEndian) => isBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(offset))
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));
}
