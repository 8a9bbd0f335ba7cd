using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp.CompilerServices.Bodies;

/// <summary>Members of spans that compare two of them, element by element by their bits.</summary>
[BpfFunction]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SpanComparisons
{
    /// <summary><c>SequenceEqual</c>.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="first">One span.</param>
    /// <param name="second">The other.</param>
    /// <returns>Whether lengths and elements are equal.</returns>
    public static unsafe bool SequenceEqual<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second)
        where T : unmanaged => first.Length == second.Length && MemoryBlocks.AreEqual(ref Start(first), ref Start(second), second.Length * sizeof(T));

    /// <summary><c>StartsWith</c>.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="span">What is looked at.</param>
    /// <param name="value">What it should begin with.</param>
    /// <returns>Whether it does.</returns>
    public static unsafe bool StartsWith<T>(ReadOnlySpan<T> span, ReadOnlySpan<T> value)
        where T : unmanaged => (uint)value.Length <= (uint)span.Length && MemoryBlocks.AreEqual(ref Start(span), ref Start(value), value.Length * sizeof(T));

    /// <summary><c>StartsWith</c> of one element.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="span">What is looked at.</param>
    /// <param name="value">What it should begin with.</param>
    /// <returns>Whether it does.</returns>
    public static bool StartsWithElement<T>(ReadOnlySpan<T> span, T value)
        where T : unmanaged => span.Length != 0 && Elements.AreEqual(ref MemoryMarshal.GetReference(span), ref value);

    /// <summary><c>EndsWith</c>.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="span">What is looked at.</param>
    /// <param name="value">What it should end with.</param>
    /// <returns>Whether it does.</returns>
    public static unsafe bool EndsWith<T>(ReadOnlySpan<T> span, ReadOnlySpan<T> value)
        where T : unmanaged
    {
        int before = span.Length - value.Length;
        return before >= 0 && MemoryBlocks.AreEqual(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref MemoryMarshal.GetReference(span), before)), ref Start(value), value.Length * sizeof(T));
    }

    /// <summary><c>EndsWith</c> of one element.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="span">What is looked at.</param>
    /// <param name="value">What it should end with.</param>
    /// <returns>Whether it does.</returns>
    public static bool EndsWithElement<T>(ReadOnlySpan<T> span, T value)
        where T : unmanaged => span.Length != 0 && Elements.AreEqual(ref Unsafe.Add(ref MemoryMarshal.GetReference(span), span.Length - 1), ref value);

    /// <summary><c>CommonPrefixLength</c>.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="first">One span.</param>
    /// <param name="second">The other.</param>
    /// <returns>Number of elements that are equal from the start on.</returns>
    public static int CommonPrefixLength<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second)
        where T : unmanaged
    {
        int least = Math.Min(first.Length, second.Length);
        for (int i = 0; i < least; i++)
        {
            if (!Elements.AreEqual(ref Unsafe.Add(ref MemoryMarshal.GetReference(first), i), ref Unsafe.Add(ref MemoryMarshal.GetReference(second), i)))
                return i;
        }

        return least;
    }

    /// <summary><c>SequenceCompareTo</c>.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="first">One span.</param>
    /// <param name="second">The other.</param>
    /// <param name="isSigned">Whether the type has a sign.</param>
    /// <param name="byDifference">Whether unequal lengths give their difference, as they do for <c>byte</c> and <c>char</c>; else its sign.</param>
    /// <returns>Below, above or equal to zero.</returns>
    public static int SequenceCompareTo<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, bool isSigned, bool byDifference)
        where T : unmanaged
    {
        int least = Math.Min(first.Length, second.Length);
        for (int i = 0; i < least; i++)
        {
            int order = Elements.Compare(ref Unsafe.Add(ref MemoryMarshal.GetReference(first), i), ref Unsafe.Add(ref MemoryMarshal.GetReference(second), i), isSigned);
            if (order != 0)
                return order;
        }

        int difference = first.Length - second.Length;
        return byDifference ? difference : Math.Sign(difference);
    }

    private static ref byte Start<T>(ReadOnlySpan<T> span)
        where T : unmanaged => ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(span));
}
