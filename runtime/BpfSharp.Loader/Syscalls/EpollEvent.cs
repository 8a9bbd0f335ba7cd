using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace BpfSharp.Loader.Syscalls;

/// <summary><c>struct epoll_event</c>, which is packed on x86-64 only.</summary>
internal static class EpollEvent
{
    public const uint In = 1;
    public const uint EdgeTriggered = 1u << 31;

    private static readonly int s_dataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    /// <summary>Bytes of one.</summary>
    public static int Size => s_dataOffset + 8;

    public static void Write(Span<byte> at, uint events, ulong data)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(at, events);
        BinaryPrimitives.WriteUInt64LittleEndian(at[s_dataOffset..], data);
    }

    public static ulong Data(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadUInt64LittleEndian(at[s_dataOffset..]);
}
