using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;

namespace BpfSharp.Kernel.Tests.Infrastructure;

/// <summary>An AF_XDP socket that receives (<c>linux/if_xdp.h</c>), in copy mode.</summary>
internal sealed unsafe partial class XdpSocket : IDisposable
{
    private const int Family = 44; // AF_XDP
    private const int Level = 283; // SOL_XDP
    private const int MmapOffsets = 1;
    private const int RxRing = 2;
    private const int UmemReg = 4;
    private const int FillRing = 5;
    private const int CompletionRing = 6;
    private const long RxPage = 0;
    private const long FillPage = 0x100000000;
    private const ushort CopyMode = 2; // XDP_COPY
    private const uint Entries = 64;
    private const int ChunkSize = 4096;
    private const int DescriptorSize = 16;

    private readonly byte* _frames;
    private readonly byte* _rx;
    private readonly byte* _fill;
    private readonly RingOffset _rxOffset;
    private readonly nuint _rxSize;
    private readonly nuint _fillSize;

    /// <summary>Binds to a queue of an interface of this thread's network namespace.</summary>
    public XdpSocket(uint ifIndex, uint queue)
    {
        int fd = Check(OpenSocket(Family, (int)SocketType.Raw, 0), "socket");
        Handle = new SafeSocketHandle(fd, ownsHandle: true);
        _frames = (byte*)NativeMemory.AlignedAlloc(Entries * ChunkSize, ChunkSize);
        var umem = new Umem { Address = (ulong)_frames, Length = Entries * ChunkSize, ChunkSize = ChunkSize };
        SetOption(fd, UmemReg, &umem, sizeof(Umem));
        uint entries = Entries;
        SetOption(fd, FillRing, &entries, sizeof(uint));
        SetOption(fd, CompletionRing, &entries, sizeof(uint));
        SetOption(fd, RxRing, &entries, sizeof(uint));
        RingOffset* offsets = stackalloc RingOffset[4];
        uint length = (uint)(4 * sizeof(RingOffset));
        Check(GetSocketOption(fd, Level, MmapOffsets, offsets, &length), "getsockopt");
        _rxOffset = offsets[0];
        RingOffset fill = offsets[2];
        _rxSize = (nuint)_rxOffset.Descriptors + (Entries * DescriptorSize);
        _fillSize = (nuint)fill.Descriptors + (Entries * sizeof(ulong));
        _rx = Map(fd, _rxSize, RxPage);
        _fill = Map(fd, _fillSize, FillPage);
        for (uint i = 0; i < Entries; i++)
            ((ulong*)(_fill + fill.Descriptors))[i] = i * ChunkSize;
        Volatile.Write(ref *(uint*)(_fill + fill.Producer), Entries);
        var address = new Address { Family = Family, Flags = CopyMode, IfIndex = ifIndex, Queue = queue };
        Check(BindSocket(fd, &address, (uint)sizeof(Address)), "bind");
    }

    public SafeSocketHandle Handle { get; }

    /// <summary>Frames that have come until none comes for a while; at most as many as the ring holds in a socket's life.</summary>
    public IReadOnlyList<byte[]> Receive(int expected)
    {
        var received = new List<byte[]>();
        var clock = Stopwatch.StartNew();
        uint* consumer = (uint*)(_rx + _rxOffset.Consumer);
        while (clock.Elapsed < TimeSpan.FromSeconds(received.Count < expected ? 2 : 0.1))
        {
            if (*consumer == Volatile.Read(ref *(uint*)(_rx + _rxOffset.Producer)))
            {
                Thread.Sleep(5);
                continue;
            }

            byte* descriptor = _rx + _rxOffset.Descriptors + (*consumer % Entries * DescriptorSize);
            received.Add(new ReadOnlySpan<byte>(_frames + *(ulong*)descriptor, *(int*)(descriptor + 8)).ToArray());
            Volatile.Write(ref *consumer, *consumer + 1);
        }

        return received;
    }

    public void Dispose()
    {
        Handle.Dispose();
        Unmap(_rx, _rxSize);
        Unmap(_fill, _fillSize);
        NativeMemory.AlignedFree(_frames);
    }

    private static void SetOption(int fd, int name, void* value, int size) => Check(SetSocketOption(fd, Level, name, value, (uint)size), "setsockopt");

    private static byte* Map(int fd, nuint length, long offset)
    {
        const int ReadWrite = 3;
        const int Shared = 1;
        void* memory = MapMemory(null, length, ReadWrite, Shared, fd, (nint)offset);
        return (nint)memory == -1 ? throw Failure("mmap") : (byte*)memory;
    }

    private static int Check(int result, string call) => result >= 0 ? result : throw Failure(call);

    private static InvalidOperationException Failure(string call) => new($"{call} of an AF_XDP socket failed: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int OpenSocket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetSocketOption(int fd, int level, int name, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetSocketOption(int fd, int level, int name, void* value, uint* length);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int BindSocket(int fd, void* address, uint length);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* MapMemory(void* address, nuint length, int protection, int flags, int fd, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint length);

    // struct xdp_ring_offset
    private readonly record struct RingOffset(ulong Producer, ulong Consumer, ulong Descriptors, ulong Flags);

    private struct Umem
    {
        public ulong Address;
        public ulong Length;
        public uint ChunkSize;
        public uint Headroom;
        public uint Flags;
        public uint MetadataLength;
    }

    private struct Address
    {
        public ushort Family;
        public ushort Flags;
        public uint IfIndex;
        public uint Queue;
        public uint SharedSocket;
    }
}
