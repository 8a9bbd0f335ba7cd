using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace BpfSharp.Loader.Netlink;

/// <summary>A netlink message under construction: header, a fixed part, attributes.</summary>
internal sealed class NetlinkRequest
{
    /// <summary>Bytes of <c>struct nlmsghdr</c>.</summary>
    public const int HeaderSize = 16;

    private const ushort Nested = 1 << 15;

    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    public NetlinkRequest(ushort type, ushort flags)
    {
        Type = type;
        Flags = (ushort)(flags | MessageFlags.Request);
        Span<byte> header = _buffer.GetSpan(HeaderSize)[..HeaderSize];
        header.Clear();
        _buffer.Advance(HeaderSize);
    }

    public ushort Type { get; }

    public ushort Flags { get; }

    /// <summary>Appends the message's fixed part, such as <c>struct tcmsg</c>.</summary>
    public NetlinkRequest Fixed<T>(in T value)
        where T : unmanaged
    {
        Append(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
        return this;
    }

    public NetlinkRequest Attribute(ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Attribute(type, bytes);
    }

    /// <summary>A text with the zero at its end.</summary>
    public NetlinkRequest Attribute(ushort type, string value) => Attribute(type, Encoding.UTF8.GetBytes(value + "\0"));

    public NetlinkRequest Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        WriteAttributeHeader((ushort)(4 + value.Length), type);
        Append(value);
        return this;
    }

    public NetlinkRequest Nest(ushort type, Action<NetlinkRequest> inside)
    {
        int start = _buffer.WrittenCount;
        WriteAttributeHeader(0, (ushort)(type | Nested));
        inside(this);
        BinaryPrimitives.WriteUInt16LittleEndian(Written[start..], (ushort)(_buffer.WrittenCount - start));
        return this;
    }

    /// <summary>The message with its length and sequence number filled in.</summary>
    public ReadOnlySpan<byte> Finish(uint sequence)
    {
        Span<byte> message = Written;
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(message[4..], Type);
        BinaryPrimitives.WriteUInt16LittleEndian(message[6..], Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(message[8..], sequence);
        return message;
    }

    private Span<byte> Written => MemoryMarshal.AsMemory(_buffer.WrittenMemory).Span;

    private void WriteAttributeHeader(ushort length, ushort type)
    {
        Span<byte> header = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(header, length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], type);
        _buffer.Write(header);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        int padding = -bytes.Length & 3;
        _buffer.GetSpan(4)[..padding].Clear();
        _buffer.Advance(padding);
    }
}
