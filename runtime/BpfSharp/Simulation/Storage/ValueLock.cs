using System;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;

namespace BpfSharp.Simulation.Storage;

/// <summary>The spin lock in a map's value, which no copy touches (<c>copy_map_value</c>).</summary>
internal static class ValueLock
{
    private const int Size = sizeof(uint);

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Fields of structs that are used as values stay.")]
    public static int? OffsetIn(Type value)
    {
        FieldInfo? field = value.IsPrimitive || value.IsEnum
            ? null
            : value.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).FirstOrDefault(static f => f.FieldType == typeof(BpfSpinLock));
        return field is null ? null : (int)Marshal.OffsetOf(value, field.Name);
    }

    public static void Copy(ReadOnlySpan<byte> from, Span<byte> to, int? lockOffset)
    {
        int start = lockOffset ?? from.Length;
        from[..start].CopyTo(to);
        if (start + Size < from.Length)
            from[(start + Size)..].CopyTo(to[(start + Size)..]);
    }
}
