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

    /// <summary>Least and greatest number of a type that has bytes.</summary>
    public static (decimal Least, decimal Greatest) Bounds(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying })
            type = underlying;
        return type.SpecialType switch
        {
            SpecialType.System_Boolean => (0, 1),
            SpecialType.System_SByte => (sbyte.MinValue, sbyte.MaxValue),
            SpecialType.System_Byte => (byte.MinValue, byte.MaxValue),
            SpecialType.System_Int16 => (short.MinValue, short.MaxValue),
            SpecialType.System_UInt16 or SpecialType.System_Char => (ushort.MinValue, ushort.MaxValue),
            SpecialType.System_Int32 => (int.MinValue, int.MaxValue),
            SpecialType.System_UInt32 => (uint.MinValue, uint.MaxValue),
            SpecialType.System_Int64 or SpecialType.System_IntPtr => (long.MinValue, long.MaxValue),
            _ => (ulong.MinValue, ulong.MaxValue),
        };
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
