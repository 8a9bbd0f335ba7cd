using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp.Loader.Maps;

/// <summary>The values of one entry of a per-CPU map, each padded to 8 bytes.</summary>
internal static class PerCpuValues
{
    public static TValue[] Unpack<TValue>(ReadOnlySpan<byte> bytes)
        where TValue : unmanaged
    {
        int stride = Stride<TValue>();
        var values = new TValue[bytes.Length / stride];
        for (int i = 0; i < values.Length; i++)
            values[i] = MemoryMarshal.Read<TValue>(bytes[(i * stride)..]);
        return values;
    }

    /// <exception cref="ArgumentException">Not one value for each CPU.</exception>
    public static byte[] Pack<TValue>(TValue[] values, int cpus)
        where TValue : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != cpus)
            throw new ArgumentException($"An entry has {cpus} values, one for each possible CPU; these are {values.Length}.", nameof(values));
        int stride = Stride<TValue>();
        byte[] bytes = new byte[stride * cpus];
        for (int i = 0; i < cpus; i++)
            MemoryMarshal.Write(bytes.AsSpan(i * stride), in values[i]);
        return bytes;
    }

    private static int Stride<TValue>()
        where TValue : unmanaged => Unsafe.SizeOf<TValue>() + 7 & ~7;
}
