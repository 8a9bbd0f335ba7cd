using System;

namespace BpfSharp.Simulation.Kernel;

/// <summary>A packet's memory in a simulated run: headroom, metadata, the packet, tailroom.</summary>
/// <remarks>A reference into it that a helper has made stale still points to memory of this buffer or of its predecessor, which the garbage collector keeps.</remarks>
internal sealed class PacketBuffer
{
    public const int EthernetHeaderLength = 14; // ETH_HLEN; test runs refuse less

    private byte[] _memory;
    private readonly bool _pullsOnAccess;

    private PacketBuffer(ReadOnlySpan<byte> packet, int headroom, int frameSize, bool pullsOnAccess)
    {
        if (packet.Length < EthernetHeaderLength)
            throw new ArgumentException($"A packet has at least {EthernetHeaderLength} bytes, this one has {packet.Length}.", nameof(packet));
        _memory = new byte[frameSize];
        _pullsOnAccess = pullsOnAccess;
        Start = headroom;
        MetadataStart = headroom;
        Length = packet.Length;
        LinearLength = packet.Length;
        packet.CopyTo(All);
    }

    /// <summary>Where the packet starts in the frame.</summary>
    public int Start { get; private set; }

    /// <summary>Where its metadata starts; equal to <see cref="Start"/> where there is none.</summary>
    public int MetadataStart { get; private set; }

    /// <summary>Bytes of the whole packet.</summary>
    public int Length { get; private set; }

    /// <summary>How many of them can be accessed directly.</summary>
    public int LinearLength { get; private set; }

    /// <summary>Where the kernel thinks that the network header is (<c>skb_network_offset</c>): tc helpers don't cut the packet off before it.</summary>
    public int NetworkOffset { get; private set; } = EthernetHeaderLength;

    public int FrameSize => _memory.Length;

    public Span<byte> Linear => _memory.AsSpan(Start, LinearLength);

    public Span<byte> All => _memory.AsSpan(Start, Length);

    /// <summary>A received frame as drivers hold it, and the kernel's test runs: one page.</summary>
    public static PacketBuffer ForXdp(ReadOnlySpan<byte> packet, int? linearLength)
    {
        int end = XdpBuffers.Headroom + packet.Length;
        bool hasFragments = linearLength < packet.Length;
        var buffer = new PacketBuffer(packet, XdpBuffers.Headroom, Math.Max(XdpBuffers.FrameSize, end + (hasFragments ? XdpBuffers.FrameSize : XdpBuffers.Tailroom)), pullsOnAccess: false);
        if (linearLength is not { } linear)
            return buffer;
        ArgumentOutOfRangeException.ThrowIfLessThan(linear, EthernetHeaderLength, nameof(linearLength));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(linear, packet.Length, nameof(linearLength));
        buffer.LinearLength = linear;
        return buffer;
    }

    public static PacketBuffer ForTc(ReadOnlySpan<byte> packet, int? linearLength)
    {
        var buffer = new PacketBuffer(packet, SkbBuffers.Headroom, SkbBuffers.Headroom + packet.Length, pullsOnAccess: true);
        if (linearLength is not { } linear)
            return buffer;
        ArgumentOutOfRangeException.ThrowIfNegative(linear, nameof(linearLength));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(linear, packet.Length, nameof(linearLength));
        buffer.LinearLength = linear;
        return buffer;
    }

    /// <summary>The linear bytes, once as many as wanted are linear where that is possible.</summary>
    public Span<byte> Reach(int end)
    {
        if (_pullsOnAccess && end > LinearLength && end <= Length)
            LinearLength = end;
        return Linear;
    }

    /// <summary>Makes the first bytes linear.</summary>
    public bool TryPull(uint length)
    {
        if (length > (uint)Length)
            return false;
        LinearLength = Math.Max(LinearLength, (int)length);
        return true;
    }

    /// <summary>Moves the packet's start within the frame, metadata with it.</summary>
    public void MoveStart(int delta)
    {
        int metadata = Start - MetadataStart;
        _memory.AsSpan(MetadataStart, metadata).CopyTo(_memory.AsSpan(MetadataStart + delta));
        Start += delta;
        MetadataStart += delta;
        Length -= delta;
        LinearLength -= delta;
    }

    public void MoveMetadataStart(int delta) => MetadataStart += delta;

    /// <summary>Moves the packet's end within the frame; new bytes are zero.</summary>
    public void MoveEnd(int delta)
    {
        if (delta > 0)
            _memory.AsSpan(Start + Length, delta).Clear();
        Length += delta;
        LinearLength = Math.Min(LinearLength + Math.Max(delta, 0), Length);
    }

    /// <summary>Zero bytes more behind the packet, which are not linear.</summary>
    public void GrowFragments(int size)
    {
        _memory.AsSpan(Start + Length, size).Clear();
        Length += size;
    }

    /// <summary>Another packet in place of this one, in new memory.</summary>
    /// <param name="packet">The bytes.</param>
    /// <param name="linearLength">How many of them are linear.</param>
    /// <param name="added">Bytes more, or fewer, before the network header.</param>
    public void Replace(byte[] packet, int linearLength, int added = 0)
    {
        NetworkOffset = Math.Max(NetworkOffset + added, EthernetHeaderLength);
        _memory = new byte[SkbBuffers.Headroom + packet.Length];
        Start = SkbBuffers.Headroom;
        MetadataStart = Start;
        Length = packet.Length;
        LinearLength = linearLength;
        packet.CopyTo(All);
    }

    /// <summary>Zero bytes more at a place in the packet.</summary>
    public void Insert(int offset, int size)
    {
        byte[] packet = new byte[Length + size];
        All[..offset].CopyTo(packet);
        All[offset..].CopyTo(packet.AsSpan(offset + size));
        int linear = LinearLength + size;
        Replace(packet, linear);
    }

    /// <summary>Takes bytes out of the packet, if it has them.</summary>
    public bool TryRemove(int offset, int size)
    {
        if (!TryPull((uint)(offset + size)))
            return false;
        byte[] packet = [.. All[..offset], .. All[(offset + size)..]];
        Replace(packet, LinearLength - size);
        return true;
    }

    public byte[] ToArray() => All.ToArray();

    public byte[] MetadataToArray() => _memory[MetadataStart..Start];
}
