using System;
using System.Collections.Generic;

namespace BpfSharp.Compiler.Tests.CodeGen.Execution;

/// <summary>Memory that both interpreters run on: byte regions, and pointers that name region and offset. Access outside of a region throws.</summary>
internal sealed class TestMemory
{
    private const int RegionShift = 40;

    private readonly List<byte[]> _regions = new() { Array.Empty<byte>() };

    /// <summary>Pointer to the first byte of a new region.</summary>
    public ulong Allocate(byte[] bytes)
    {
        _regions.Add(bytes);
        return (ulong)(_regions.Count - 1) << RegionShift;
    }

    public ulong Allocate(int size) => Allocate(new byte[size]);

    public ulong Load(ulong pointer, int size)
    {
        Span<byte> bytes = At(pointer, size);
        ulong value = 0;
        for (int i = 0; i < size; i++)
            value |= (ulong)bytes[i] << (8 * i);
        return value;
    }

    public void Store(ulong pointer, int size, ulong value)
    {
        Span<byte> bytes = At(pointer, size);
        for (int i = 0; i < size; i++)
            bytes[i] = (byte)(value >> (8 * i));
    }

    private Span<byte> At(ulong pointer, int size)
    {
        ulong region = pointer >> RegionShift;
        ulong offset = pointer & ((1UL << RegionShift) - 1);
        if (region == 0 || region >= (ulong)_regions.Count || offset + (ulong)size > (ulong)_regions[(int)region].Length)
            throw new InvalidOperationException($"access to {size} bytes at {region}:{(long)offset}");
        return _regions[(int)region].AsSpan((int)offset, size);
    }
}
