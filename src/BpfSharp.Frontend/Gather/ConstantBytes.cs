using System;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>Bytes of a C# constant as the CLR stores them (little-endian, as all hosts of BpfSharp are).</summary>
internal static class ConstantBytes
{
    /// <param name="value">As Roslyn gives constants: boxed in the underlying type of an enum.</param>
    /// <returns>Null where the type has no such bytes.</returns>
    public static byte[]? Of(object? value, ITypeSymbol type)
    {
        int size = MemoryLayout.PrimitiveSize(type);
        if (size == 0 || value is null || !TryInteger(value, out decimal number))
            return null;
        ulong bits = number < 0 ? unchecked((ulong)(long)number) : (ulong)number;
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++)
            bytes[i] = unchecked((byte)(bits >> (8 * i)));
        return bytes;
    }

    /// <summary>True for integers, chars and booleans.</summary>
    public static bool TryInteger(object value, out decimal number)
    {
        switch (value)
        {
            case bool truth:
                number = truth ? 1 : 0;
                return true;
            case char character:
                number = character;
                return true;
            case sbyte or byte or short or ushort or int or uint or long or ulong:
                number = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
                return true;
            default:
                number = 0;
                return false;
        }
    }
}
