using System;
using System.Buffers.Binary;
using System.Text;

namespace BpfSharp.Loader.Netlink;

/// <summary>Attributes of a message or inside another attribute. A damaged one ends the list.</summary>
internal readonly ref struct NetlinkAttributes
{
    private const int TypeMask = 0x3fff;

    private readonly ReadOnlySpan<byte> _bytes;

    public NetlinkAttributes(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public Enumerator GetEnumerator() => new(_bytes);

    /// <summary>Whether there is such an attribute; the first one counts.</summary>
    public bool TryFind(ushort type, out ReadOnlySpan<byte> value)
    {
        foreach (NetlinkAttribute attribute in this)
        {
            if (attribute.Type == type)
            {
                value = attribute.Value;
                return true;
            }
        }
        value = default;
        return false;
    }

    public uint UInt32(ushort type) =>
        TryFind(type, out ReadOnlySpan<byte> value) && value.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(value) : 0;

    public byte Byte(ushort type) => TryFind(type, out ReadOnlySpan<byte> value) && value.Length >= 1 ? value[0] : (byte)0;

    public string Text(ushort type)
    {
        if (!TryFind(type, out ReadOnlySpan<byte> value))
            return "";
        int end = value.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? value : value[..end]);
    }

    public NetlinkAttributes Nested(ushort type) => TryFind(type, out ReadOnlySpan<byte> value) ? new(value) : default;

    /// <summary>Walks the attributes.</summary>
    internal ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;

        public Enumerator(ReadOnlySpan<byte> bytes) => _rest = bytes;

        public NetlinkAttribute Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.Length < 4)
                return false;
            int length = BinaryPrimitives.ReadUInt16LittleEndian(_rest);
            if (length < 4 || length > _rest.Length)
                return false;
            Current = new((ushort)(BinaryPrimitives.ReadUInt16LittleEndian(_rest[2..]) & TypeMask), _rest[4..length]);
            _rest = _rest[Math.Min(length + 3 & ~3, _rest.Length)..];
            return true;
        }
    }
}

/// <summary>One attribute.</summary>
internal readonly ref struct NetlinkAttribute(ushort type, ReadOnlySpan<byte> value)
{
    public ushort Type { get; } = type;

    public ReadOnlySpan<byte> Value { get; } = value;
}
