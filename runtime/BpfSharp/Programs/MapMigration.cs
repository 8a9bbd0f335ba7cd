using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp;

/// <summary>Makes values of a new layout out of those of an old one; of a per-CPU map, for each CPU.</summary>
public sealed class MapMigration
{
    private readonly Converter _convert;

    private MapMigration(int oldValueSize, int newValueSize, Converter convert)
    {
        OldValueSize = oldValueSize;
        NewValueSize = newValueSize;
        _convert = convert;
    }

    private delegate void Converter(ReadOnlySpan<byte> oldValue, Span<byte> newValue);

    /// <summary>Bytes of an old value.</summary>
    public int OldValueSize { get; }

    /// <summary>Bytes of a new value.</summary>
    public int NewValueSize { get; }

    /// <summary>A migration by a function from old to new values.</summary>
    /// <typeparam name="TOld">The old value: a struct laid out as it was.</typeparam>
    /// <typeparam name="TNew">The new value, as declared.</typeparam>
    /// <param name="convert">The function. What it throws leaves the pinned map as it was.</param>
    /// <returns>The migration.</returns>
    public static MapMigration From<TOld, TNew>(Func<TOld, TNew> convert)
        where TOld : unmanaged
        where TNew : unmanaged
    {
        ArgumentNullException.ThrowIfNull(convert);
        return new(Unsafe.SizeOf<TOld>(), Unsafe.SizeOf<TNew>(), (oldValue, newValue) => MemoryMarshal.Write(newValue, convert(MemoryMarshal.Read<TOld>(oldValue))));
    }

    /// <summary>Makes a new value.</summary>
    /// <param name="oldValue">Bytes of the old one.</param>
    /// <param name="newValue">Where the new one goes.</param>
    public void Convert(ReadOnlySpan<byte> oldValue, Span<byte> newValue) => _convert(oldValue, newValue);
}
