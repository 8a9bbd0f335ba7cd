using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace BpfSharp.Fuzz.Segments;

/// <summary>
/// A packet socket that sends from a ring (packet_mmap.rst, TPACKET_V2): only as many bytes as the virtio header names are copied into the packet's linear part, and at least the
/// Ethernet header; the others stay in the ring's pages. A packet of any length can so be non-linear.
/// </summary>
internal sealed unsafe partial class TransmitRing : IDisposable
{
    private const int AddressFamilyPacket = 17;
    private const int RawCloseOnExec = 3 | 0x80000;
    private const int LevelPacket = 263, OptionVersion = 10, OptionTransmitRing = 13, OptionVirtioHeader = 15;
    private const int Version2 = 1;
    private const uint StatusSendRequest = 1;

    private const int FrameSize = 2048, Frames = 2, RingSize = FrameSize * Frames;

    // struct tpacket2_hdr, behind which a frame's bytes stand, and struct virtio_net_hdr, with which they begin.
    private const int HeaderSize = 32, VirtioSize = 10, VirtioHeaderLength = 2;

    /// <summary>The longest packet.</summary>
    public const int MaxLength = FrameSize - HeaderSize - VirtioSize;

    private readonly int _socket;
    private readonly int _interfaceIndex;
    private readonly byte* _ring;
    private int _next;

    /// <summary>In the network namespace of the calling thread.</summary>
    public TransmitRing(string interfaceName)
    {
        _interfaceIndex = InterfaceIndex(interfaceName);
        _socket = Required(Socket(AddressFamilyPacket, RawCloseOnExec, 0), "socket");
        Set(OptionVersion, [Version2]);
        Set(OptionVirtioHeader, [1]);
        Set(OptionTransmitRing, [RingSize, 1, FrameSize, Frames]);
        _ring = Map(null, RingSize, ReadWrite, Shared, _socket, 0);
        if (_ring == (byte*)-1)
            Required(-1, "mmap");
    }

    public int InterfaceNumber => _interfaceIndex;

    /// <summary>Sends a packet, and comes back when nobody has it any more.</summary>
    /// <param name="linear">How many of its bytes are linear; the Ethernet header always is.</param>
    public void Send(ReadOnlySpan<byte> packet, int linear)
    {
        byte* frame = _ring + (_next++ % Frames * FrameSize);
        var bytes = new Span<byte>(frame, FrameSize);
        bytes[HeaderSize..].Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[(HeaderSize + VirtioHeaderLength)..], (ushort)Math.Min(linear, packet.Length));
        packet.CopyTo(bytes[(HeaderSize + VirtioSize)..]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], VirtioSize + packet.Length);
        System.Threading.Volatile.Write(ref *(uint*)frame, StatusSendRequest);

        Span<byte> address = stackalloc byte[20];
        BinaryPrimitives.WriteUInt16LittleEndian(address, AddressFamilyPacket);
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], ProtocolOf(packet));
        BinaryPrimitives.WriteInt32LittleEndian(address[4..], _interfaceIndex);
        fixed (byte* to = address)
            Required((int)SendTo(_socket, null, 0, 0, to, (uint)address.Length), "sendto");
    }

    public void Dispose()
    {
        _ = Unmap(_ring, RingSize);
        _ = Close(_socket);
    }

    // As eth_type_trans has it, which test runs use: lengths are no protocols.
    private static ushort ProtocolOf(ReadOnlySpan<byte> packet)
    {
        const ushort Novell = 1, LogicalLinkControl = 4, LeastProtocol = 0x600;
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(packet[12..]);
        if (type >= LeastProtocol)
            return type;
        return packet.Length >= 16 && packet[14] == 0xff && packet[15] == 0xff ? Novell : LogicalLinkControl;
    }

    private void Set(int option, ReadOnlySpan<int> values)
    {
        fixed (int* data = values)
            Required(SetSocketOption(_socket, LevelPacket, option, data, (uint)(values.Length * sizeof(int))), $"setsockopt {option}");
    }

    private static int InterfaceIndex(string name)
    {
        int index = (int)IndexOfName(name);
        return index != 0 ? index : Required(-1, $"if_nametoindex {name}");
    }

    private static int Required(int result, string call) =>
        result >= 0 ? result : throw new InvalidOperationException($"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    private const int ReadWrite = 3, Shared = 1;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetSocketOption(int socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    private static partial nint SendTo(int socket, void* data, nuint length, int flags, byte* address, uint addressLength);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint IndexOfName(string name);
}
