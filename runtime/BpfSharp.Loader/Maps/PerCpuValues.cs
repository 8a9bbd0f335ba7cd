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

    /// <summary>The values of many entries, one after the other, as the kernel takes them.</summary>
    public static ReadOnlySpan<byte> PackAll<TValue>(ReadOnlySpan<TValue> values)
        where TValue : unmanaged
    {
        int stride = Stride<TValue>();
        if (stride == Unsafe.SizeOf<TValue>())
            return MemoryMarshal.AsBytes(values);
        byte[] bytes = new byte[(long)values.Length * stride];
        for (int i = 0; i < values.Length; i++)
            MemoryMarshal.Write(bytes.AsSpan(i * stride), in values[i]);
        return bytes;
    }

    /// <summary>Has the values of many entries read, as the kernel gives them.</summary>
    /// <param name="read">Gives how many of the entries there are.</param>
    public static int ReadAll<TValue>(Span<TValue> values, int cpus, RawRead read)
        where TValue : unmanaged
    {
        int stride = Stride<TValue>();
        if (stride == Unsafe.SizeOf<TValue>())
            return read(MemoryMarshal.AsBytes(values));
        byte[] bytes = new byte[(long)values.Length * stride];
        int entries = read(bytes);
        for (int i = 0; i < entries * cpus; i++)
            values[i] = MemoryMarshal.Read<TValue>(bytes.AsSpan(i * stride));
        return entries;
    }

    /// <exception cref="ArgumentException">They are no whole entries.</exception>
    public static int Entries(int values, int cpus) => values % cpus == 0
        ? values / cpus
        : throw new ArgumentException($"An entry has {cpus} values, one for each possible CPU; {values} are a part of one.", nameof(values));

    /// <exception cref="ArgumentException">Not one value for each key and CPU.</exception>
    public static void RequireSame(int keys, int values, int cpus)
    {
        if ((long)keys * cpus != values)
            throw new ArgumentException($"There are {keys} keys and {values} values: each key has {cpus} values, one for each possible CPU.", nameof(values));
    }

    private static int Stride<TValue>()
        where TValue : unmanaged => Unsafe.SizeOf<TValue>() + 7 & ~7;
}
