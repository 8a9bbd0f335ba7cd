using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace BpfSharp.CompilerServices.Bodies;

/// <summary>Single elements of spans, by the number of their bytes. The front end lets in integers, <c>bool</c>, <c>char</c> and enums where elements are compared.</summary>
[BpfFunction]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Elements
{
    /// <summary>Whether two elements have the same bits.</summary>
    /// <typeparam name="T">Type of the elements: 1, 2, 4 or 8 bytes.</typeparam>
    /// <param name="first">One element.</param>
    /// <param name="second">The other.</param>
    /// <returns>Whether they are equal.</returns>
    public static unsafe bool AreEqual<T>(ref T first, ref T second)
        where T : unmanaged
    {
        if (sizeof(T) == 1)
            return Unsafe.As<T, byte>(ref first) == Unsafe.As<T, byte>(ref second);
        if (sizeof(T) == 2)
            return Unsafe.As<T, ushort>(ref first) == Unsafe.As<T, ushort>(ref second);
        if (sizeof(T) == 4)
            return Unsafe.As<T, uint>(ref first) == Unsafe.As<T, uint>(ref second);
        return Unsafe.As<T, ulong>(ref first) == Unsafe.As<T, ulong>(ref second);
    }

    /// <summary>What <c>CompareTo</c> of the element's type gives: below four bytes the difference, else the sign.</summary>
    /// <typeparam name="T">Type of the elements: 1, 2, 4 or 8 bytes.</typeparam>
    /// <param name="first">One element.</param>
    /// <param name="second">The other.</param>
    /// <param name="isSigned">Whether the type has a sign.</param>
    /// <returns>Below, above or equal to zero.</returns>
    public static unsafe int Compare<T>(ref T first, ref T second, bool isSigned)
        where T : unmanaged
    {
        if (sizeof(T) == 1)
            return isSigned ? Unsafe.As<T, sbyte>(ref first) - Unsafe.As<T, sbyte>(ref second) : Unsafe.As<T, byte>(ref first) - Unsafe.As<T, byte>(ref second);
        if (sizeof(T) == 2)
            return isSigned ? Unsafe.As<T, short>(ref first) - Unsafe.As<T, short>(ref second) : Unsafe.As<T, ushort>(ref first) - Unsafe.As<T, ushort>(ref second);
        // Flipping the sign bit makes signed order of unsigned.
        ulong a = sizeof(T) == 4 ? Unsafe.As<T, uint>(ref first) : Unsafe.As<T, ulong>(ref first);
        ulong b = sizeof(T) == 4 ? Unsafe.As<T, uint>(ref second) : Unsafe.As<T, ulong>(ref second);
        ulong sign = isSigned ? sizeof(T) == 4 ? 1UL << 31 : 1UL << 63 : 0;
        a ^= sign;
        b ^= sign;
        return a == b ? 0 : a < b ? -1 : 1;
    }

    /// <summary>The element's bits in every place of eight bytes.</summary>
    /// <typeparam name="T">Type of the element: 1, 2, 4 or 8 bytes.</typeparam>
    /// <param name="value">The element.</param>
    /// <returns>The pattern.</returns>
    public static unsafe ulong Repeat<T>(ref T value)
        where T : unmanaged
    {
        if (sizeof(T) == 1)
            return Unsafe.As<T, byte>(ref value) * 0x0101_0101_0101_0101UL;
        if (sizeof(T) == 2)
            return Unsafe.As<T, ushort>(ref value) * 0x0001_0001_0001_0001UL;
        if (sizeof(T) == 4)
            return Unsafe.As<T, uint>(ref value) * 0x0000_0001_0000_0001UL;
        return Unsafe.As<T, ulong>(ref value);
    }
}
