using System;
using System.Runtime.InteropServices;

namespace BpfSharp.Simulation.Views;

/// <summary>Keys and values as bytes.</summary>
internal static class Memory
{
    public static byte[] ToBytes<T>(T value)
        where T : unmanaged =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray();

    public static T FromBytes<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged =>
        MemoryMarshal.Read<T>(bytes);
}
