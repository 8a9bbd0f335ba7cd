using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp.Testing.Building;

/// <summary>A layer that is a header structure of the runtime and options after it.</summary>
internal abstract class HeaderLayer<T>(HeaderEditor<T>? edit, byte[]? options = null) : PacketLayer
    where T : unmanaged
{
    private readonly byte[] _options = options ?? [];

    public override int Size => Unsafe.SizeOf<T>() + _options.Length;

    public override void Write(Span<byte> bytes, in LayerSurroundings surroundings)
    {
        ref T header = ref MemoryMarshal.AsRef<T>(bytes);
        _options.CopyTo(bytes[Unsafe.SizeOf<T>()..]);
        Fill(ref header, bytes.Length, surroundings);
        edit?.Invoke(ref header);
        Seal(ref header, bytes, surroundings);
    }

    /// <summary>Sets the fields.</summary>
    protected abstract void Fill(ref T header, int length, in LayerSurroundings surroundings);

    /// <summary>Sets the checksum.</summary>
    protected virtual void Seal(ref T header, Span<byte> bytes, in LayerSurroundings surroundings)
    {
    }

    /// <summary>Sum of an address's 16-bit words.</summary>
    protected static uint Sum(Ipv4Address address) => (address.HostOrder >> 16) + (ushort)address.HostOrder;

    /// <inheritdoc cref="Sum(Ipv4Address)"/>
    protected static uint Sum(Ipv6Address address)
    {
        uint sum = 0;
        foreach (uint word in (ReadOnlySpan<uint>)[address.Word0, address.Word1, address.Word2, address.Word3])
            sum += (word >> 16) + (ushort)word;
        return sum;
    }
}
