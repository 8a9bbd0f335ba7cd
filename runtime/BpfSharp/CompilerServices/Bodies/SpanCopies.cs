using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp.CompilerServices.Bodies;

/// <summary>Members of spans that write: copy, fill, reverse.</summary>
[BpfFunction]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SpanCopies
{
    /// <summary><c>CopyTo</c>: the spans may overlap.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="source">What is copied.</param>
    /// <param name="destination">Where to.</param>
    /// <exception cref="ArgumentException">The destination is shorter.</exception>
    public static unsafe void CopyTo<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : unmanaged
    {
        if ((uint)source.Length > (uint)destination.Length)
            throw new ArgumentException();
        Move(source, destination);
    }

    /// <summary><c>TryCopyTo</c>: the spans may overlap.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="source">What is copied.</param>
    /// <param name="destination">Where to.</param>
    /// <returns>False where the destination is shorter; nothing is copied then.</returns>
    public static unsafe bool TryCopyTo<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : unmanaged
    {
        if ((uint)source.Length > (uint)destination.Length)
            return false;
        Move(source, destination);
        return true;
    }

    /// <summary><c>Fill</c>.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="destination">What is filled.</param>
    /// <param name="value">The element.</param>
    public static unsafe void Fill<T>(Span<T> destination, T value)
        where T : unmanaged
    {
        if (sizeof(T) == 1 || sizeof(T) == 2 || sizeof(T) == 4 || sizeof(T) == 8)
        {
            MemoryBlocks.Fill(ref Start(destination), Elements.Repeat(ref value), destination.Length * sizeof(T));
            return;
        }

        for (int i = 0; i < destination.Length; i++)
            Unsafe.Add(ref MemoryMarshal.GetReference(destination), i) = value;
    }

    /// <summary><c>Clear</c>.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="destination">What is set to zeros.</param>
    public static unsafe void Clear<T>(Span<T> destination)
        where T : unmanaged => MemoryBlocks.Fill(ref Start(destination), 0, destination.Length * sizeof(T));

    /// <summary><c>Reverse</c>.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="span">What is turned round.</param>
    public static void Reverse<T>(Span<T> span)
        where T : unmanaged
    {
        ref T start = ref MemoryMarshal.GetReference(span);
        int last = span.Length - 1;
        for (int i = 0; i < span.Length / 2; i++)
        {
            T low = Unsafe.Add(ref start, i);
            Unsafe.Add(ref start, i) = Unsafe.Add(ref start, last - i);
            Unsafe.Add(ref start, last - i) = low;
        }
    }

    /// <summary><c>MemoryMarshal.TryRead</c>.</summary>
    /// <typeparam name="T">Type of the value.</typeparam>
    /// <param name="source">Where it is read.</param>
    /// <param name="value">The value, or zeros.</param>
    /// <returns>False where the span is too short.</returns>
    public static unsafe bool TryRead<T>(ReadOnlySpan<byte> source, out T value)
        where T : unmanaged
    {
        if ((uint)sizeof(T) > (uint)source.Length)
        {
            value = default;
            return false;
        }

        value = Unsafe.ReadUnaligned<T>(ref MemoryMarshal.GetReference(source));
        return true;
    }

    /// <summary><c>MemoryMarshal.TryWrite</c>.</summary>
    /// <typeparam name="T">Type of the value.</typeparam>
    /// <param name="destination">Where it is written.</param>
    /// <param name="value">The value.</param>
    /// <returns>False where the span is too short; nothing is written then.</returns>
    public static unsafe bool TryWrite<T>(Span<byte> destination, in T value)
        where T : unmanaged
    {
        if ((uint)sizeof(T) > (uint)destination.Length)
            return false;
        Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(destination), value);
        return true;
    }

    private static unsafe void Move<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : unmanaged =>
        MemoryBlocks.Move(ref Start(destination), ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(source)), source.Length * sizeof(T));

    private static ref byte Start<T>(Span<T> span)
        where T : unmanaged => ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(span));
}
