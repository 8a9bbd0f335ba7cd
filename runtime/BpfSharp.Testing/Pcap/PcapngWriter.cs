using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;
using BpfSharp.Testing.Pcap;

namespace BpfSharp.Testing;

/// <summary>Writes Ethernet captures in the pcapng format: packets with their interface, direction and comments, times in nanoseconds. Wireshark shows the comments, tcpdump reads the packets.</summary>
public sealed class PcapngWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly MemoryStream _body = new();
    private int _interfaces;

    /// <summary>Starts a capture with one section and no interface.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="leaveOpen">Whether the stream stays open.</param>
    public PcapngWriter(Stream stream, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _leaveOpen = leaveOpen;
        UInt32(PcapngFormat.ByteOrderMagic);
        UInt16(PcapngFormat.MajorVersion);
        UInt16(PcapngFormat.MinorVersion);
        UInt32(uint.MaxValue); // the section's length, in two halves: not told
        UInt32(uint.MaxValue);
        EndBlock(PcapngFormat.SectionHeader);
    }

    /// <summary>Describes an interface.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its number in this capture, from 0.</returns>
    public int AddInterface(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        UInt16((ushort)PcapFormat.LinkTypeEthernet);
        UInt16(0);
        UInt32(PcapFormat.MaxRecord);
        Option(PcapngFormat.InterfaceName, Encoding.UTF8.GetBytes(name));
        Option(PcapngFormat.InterfaceTimeResolution, [PcapngFormat.Nanoseconds]);
        Option(PcapngFormat.OptionEnd, []);
        EndBlock(PcapngFormat.InterfaceDescription);
        return _interfaces++;
    }

    /// <summary>Writes a packet.</summary>
    /// <param name="number">The number of its interface.</param>
    /// <param name="packet">The packet; it may have no bytes.</param>
    /// <param name="direction">Which way it went.</param>
    /// <param name="comments">What is to be said of it; each at most 65,535 bytes of UTF-8.</param>
    /// <exception cref="ArgumentException">No such interface, a packet of more than 262,144 bytes, a time before 1970, or a comment that is too long.</exception>
    public void Write(int number, CapturedPacket packet, PcapngDirection direction = PcapngDirection.Unknown, params ReadOnlySpan<string> comments)
    {
        ArgumentNullException.ThrowIfNull(packet);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, _interfaces);
        long ticks = packet.Time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        if (packet.Bytes.Length > PcapFormat.MaxRecord || ticks < 0)
            throw new ArgumentException("The pcapng capture has no room for this packet's length or time.", nameof(packet));
        foreach (string comment in comments)
        {
            if (Encoding.UTF8.GetByteCount(comment) > ushort.MaxValue)
                throw new ArgumentException("A comment has more than 65,535 bytes.", nameof(comments));
        }

        ulong time = (ulong)ticks * TimeSpan.NanosecondsPerTick;
        UInt32((uint)number);
        UInt32((uint)(time >> 32));
        UInt32((uint)time);
        UInt32((uint)packet.Bytes.Length);
        UInt32((uint)packet.OriginalLength);
        Padded(packet.Bytes);
        foreach (string comment in comments)
            Option(PcapngFormat.OptionComment, Encoding.UTF8.GetBytes(comment));
        if (direction != PcapngDirection.Unknown)
        {
            byte[] flags = new byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(flags, (uint)direction);
            Option(PcapngFormat.PacketFlags, flags);
        }

        Option(PcapngFormat.OptionEnd, []);
        EndBlock(PcapngFormat.EnhancedPacket);
    }

    /// <summary>Ends the capture.</summary>
    public void Dispose()
    {
        if (_leaveOpen)
            _stream.Flush();
        else
            _stream.Dispose();
        _body.Dispose();
    }

    private void Option(ushort code, ReadOnlySpan<byte> value)
    {
        UInt16(code);
        UInt16((ushort)value.Length);
        Padded(value);
    }

    // All parts end at multiples of 4 bytes.
    private void Padded(ReadOnlySpan<byte> bytes)
    {
        _body.Write(bytes);
        while (_body.Length % sizeof(uint) != 0)
            _body.WriteByte(0);
    }

    private void UInt16(ushort value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        _body.Write(bytes);
    }

    private void UInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _body.Write(bytes);
    }

    private void EndBlock(uint type)
    {
        uint length = (uint)_body.Length + PcapngFormat.BlockOverhead;
        Span<byte> header = stackalloc byte[2 * sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(header, type);
        BinaryPrimitives.WriteUInt32LittleEndian(header[sizeof(uint)..], length);
        _stream.Write(header);
        _body.WriteTo(_stream);
        _stream.Write(header[sizeof(uint)..]);
        _body.SetLength(0);
    }
}
