using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp.CompilerServices.Bodies;

/// <summary>Members of spans that look for elements, by their bits.</summary>
[BpfFunction]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SpanSearches
{
    /// <summary><c>IndexOf</c>.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="span">Where to look.</param>
    /// <param name="value">What to look for.</param>
    /// <returns>Index of the first, or -1.</returns>
    public static int IndexOf<T>(ReadOnlySpan<T> span, T value)
        where T : unmanaged
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (Elements.AreEqual(ref At(span, i), ref value))
                return i;
        }

        return -1;
    }

    /// <summary><c>LastIndexOf</c>.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="span">Where to look.</param>
    /// <param name="value">What to look for.</param>
    /// <returns>Index of the last, or -1.</returns>
    public static int LastIndexOf<T>(ReadOnlySpan<T> span, T value)
        where T : unmanaged
    {
        int found = -1;
        for (int i = 0; i < span.Length; i++)
        {
            if (Elements.AreEqual(ref At(span, i), ref value))
                found = i;
        }

        return found;
    }

    /// <summary><c>Contains</c>.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="span">Where to look.</param>
    /// <param name="value">What to look for.</param>
    /// <returns>Whether it is there.</returns>
    public static bool Contains<T>(ReadOnlySpan<T> span, T value)
        where T : unmanaged => IndexOf(span, value) >= 0;

    /// <summary><c>Count</c>.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="span">Where to look.</param>
    /// <param name="value">What to look for.</param>
    /// <returns>How often it is there.</returns>
    public static int Count<T>(ReadOnlySpan<T> span, T value)
        where T : unmanaged
    {
        int count = 0;
        for (int i = 0; i < span.Length; i++)
            count += Elements.AreEqual(ref At(span, i), ref value) ? 1 : 0;
        return count;
    }

    /// <summary><c>IndexOfAny</c> of two.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="span">Where to look.</param>
    /// <param name="value0">One element.</param>
    /// <param name="value1">Another.</param>
    /// <returns>Index of the first of them, or -1.</returns>
    public static int IndexOfAny2<T>(ReadOnlySpan<T> span, T value0, T value1)
        where T : unmanaged
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (Elements.AreEqual(ref At(span, i), ref value0) || Elements.AreEqual(ref At(span, i), ref value1))
                return i;
        }

        return -1;
    }

    /// <summary><c>IndexOfAny</c> of three.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="span">Where to look.</param>
    /// <param name="value0">One element.</param>
    /// <param name="value1">Another.</param>
    /// <param name="value2">A third.</param>
    /// <returns>Index of the first of them, or -1.</returns>
    public static int IndexOfAny3<T>(ReadOnlySpan<T> span, T value0, T value1, T value2)
        where T : unmanaged
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (Elements.AreEqual(ref At(span, i), ref value0) || Elements.AreEqual(ref At(span, i), ref value1) || Elements.AreEqual(ref At(span, i), ref value2))
                return i;
        }

        return -1;
    }

    /// <summary><c>IndexOfAny</c> of a span.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="span">Where to look.</param>
    /// <param name="values">What to look for.</param>
    /// <returns>Index of the first of them, or -1.</returns>
    public static int IndexOfAny<T>(ReadOnlySpan<T> span, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (IndexOf(values, At(span, i)) >= 0)
                return i;
        }

        return -1;
    }

    /// <summary><c>IndexOfAnyExcept</c>.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="span">Where to look.</param>
    /// <param name="value">What to pass over.</param>
    /// <returns>Index of the first other, or -1.</returns>
    public static int IndexOfAnyExcept<T>(ReadOnlySpan<T> span, T value)
        where T : unmanaged
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (!Elements.AreEqual(ref At(span, i), ref value))
                return i;
        }

        return -1;
    }

    /// <summary><c>IndexOf</c> of a span.</summary>
    /// <typeparam name="T">Type of the elements.</typeparam>
    /// <param name="span">Where to look.</param>
    /// <param name="value">What to look for.</param>
    /// <returns>Index of the first place where it begins, or -1.</returns>
    public static unsafe int IndexOfSequence<T>(ReadOnlySpan<T> span, ReadOnlySpan<T> value)
        where T : unmanaged
    {
        for (int i = 0; i + value.Length <= span.Length; i++)
        {
            if (MemoryBlocks.AreEqual(ref Unsafe.As<T, byte>(ref At(span, i)), ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(value)), value.Length * sizeof(T)))
                return i;
        }

        return -1;
    }

    private static ref T At<T>(ReadOnlySpan<T> span, int index)
        where T : unmanaged => ref Unsafe.Add(ref MemoryMarshal.GetReference(span), index);
}
