using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;

namespace BpfSharp.Simulation.Storage;

/// <summary>Locks and timers in a map's value, which no copy touches (<c>bpf_obj_memcpy</c>) and user space reads as zero.</summary>
internal sealed class KernelFields
{
    public static readonly KernelFields None = new([]);

    private static readonly (Type Type, int Size)[] s_types = [(typeof(BpfSpinLock), 4), (typeof(BpfTimer), 16)];

    private readonly IReadOnlyList<(Type Type, int Offset, int Size)> _fields;

    private KernelFields(IReadOnlyList<(Type, int, int)> fields) => _fields = fields;

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Fields of structs that are used as values stay.")]
    public static KernelFields Of(Type value)
    {
        if (value.IsPrimitive || value.IsEnum)
            return None;
        (Type Type, int, int)[] fields =
        [
            .. from field in value.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
               from kernel in s_types
               where field.FieldType == kernel.Type
               select (kernel.Type, (int)Marshal.OffsetOf(value, field.Name), kernel.Size),
        ];
        return fields.Length == 0 ? None : new KernelFields(fields);
    }

    public int? OffsetOf(Type type) => _fields.Where(f => f.Type == type).Select(static f => (int?)f.Offset).FirstOrDefault();

    public void Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        if (_fields.Count == 0)
        {
            from.CopyTo(to);
            return;
        }

        Span<byte> kept = stackalloc byte[16];
        byte[] copy = from.ToArray();
        foreach ((_, int offset, int size) in _fields)
        {
            to.Slice(offset, size).CopyTo(kept);
            kept[..size].CopyTo(copy.AsSpan(offset));
        }

        copy.CopyTo(to);
    }

    /// <summary><c>bpf_obj_free_fields</c>: what has to be freed is nothing any more.</summary>
    public void Free(Span<byte> value)
    {
        if (OffsetOf(typeof(BpfTimer)) is { } offset)
            value.Slice(offset, s_types[1].Size).Clear();
    }

    /// <summary>As user space sees the value.</summary>
    public byte[] Shown(ReadOnlySpan<byte> value)
    {
        byte[] copy = value.ToArray();
        foreach ((_, int offset, int size) in _fields)
            copy.AsSpan(offset, size).Clear();
        return copy;
    }
}
