using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp.Views;

/// <summary>The values of an array map in place, in the memory that the programs use: no system call, no copy. It must be disposed; until then the memory stays.</summary>
/// <remarks>Programs may change values at any time, and a value of more than 8 bytes may be seen half changed, as between CPUs.</remarks>
/// <typeparam name="TValue">The value.</typeparam>
public ref struct MappedArray<TValue> : IDisposable
    where TValue : unmanaged
{
    private readonly ref byte _first;
    private readonly int _stride;
    private IDisposable? _hold;

    /// <summary>Views make it.</summary>
    /// <param name="first">The first value's first byte.</param>
    /// <param name="length">Number of values.</param>
    /// <param name="stride">Bytes from one value to the next.</param>
    /// <param name="hold">Disposed at the end; or <see langword="null"/>.</param>
    public MappedArray(ref byte first, uint length, int stride, IDisposable? hold)
    {
        _first = ref first;
        Length = length;
        _stride = stride;
        _hold = hold;
    }

    /// <summary>Number of values.</summary>
    public uint Length { get; }

    /// <summary>A value in place.</summary>
    /// <param name="index">Index from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below <see cref="Length"/>.</exception>
    public readonly ref TValue this[uint index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
            return ref Unsafe.As<byte, TValue>(ref Unsafe.AddByteOffset(ref _first, (nint)index * _stride));
        }
    }

    /// <summary>All values in place. The kernel lays values at multiples of 8 bytes, so values of another size are reached by the indexer only.</summary>
    /// <exception cref="InvalidOperationException">The value's size is no multiple of 8 bytes, and there are several.</exception>
    public readonly Span<TValue> Span => Unsafe.SizeOf<TValue>() == _stride || Length <= 1
        ? MemoryMarshal.CreateSpan(ref Unsafe.As<byte, TValue>(ref _first), checked((int)Length))
        : throw new InvalidOperationException($"A {typeof(TValue).Name} has {Unsafe.SizeOf<TValue>()} bytes and lies at multiples of {_stride}: use the indexer.");

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _hold?.Dispose();
        _hold = null;
    }
}
