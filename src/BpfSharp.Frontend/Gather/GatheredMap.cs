using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>A static field whose type carries <c>[BpfMap]</c>.</summary>
/// <param name="MapType"><c>enum bpf_map_type</c>.</param>
/// <param name="Key">Null where the map has no key or one of fixed size.</param>
/// <param name="Value">Null where the map has no value or one of fixed size.</param>
/// <param name="KeySize">Bytes of a fixed-size key (a program array's index), else 0.</param>
/// <param name="ValueSize">Bytes of a fixed-size value, else 0.</param>
/// <param name="MaxEntries">Entries, or bytes of a ring buffer.</param>
/// <param name="Extra"><c>map_extra</c>: hash functions of a bloom filter.</param>
/// <param name="Pinning">0: none; 1: by name.</param>
/// <param name="Since">First kernel that has such maps; empty: every one.</param>
/// <param name="Programs">Kinds of programs that may use it, separated by commas; empty: all.</param>
/// <param name="Slots">Initial entries.</param>
/// <param name="Inner">Of a map of maps: what its entries are like, with the same field.</param>
/// <param name="View">Factory method of <c>IMapViewFactory</c>; empty where user space has no view.</param>
/// <param name="ViewTypeArguments">Type arguments of the factory method.</param>
public sealed record GatheredMap(
    IFieldSymbol Field,
    int MapType,
    ITypeSymbol? Key,
    ITypeSymbol? Value,
    int KeySize,
    int ValueSize,
    uint MaxEntries,
    uint Flags,
    uint Extra,
    int Pinning,
    string Since,
    string Programs,
    ImmutableArray<GatheredSlot> Slots,
    GatheredMap? Inner,
    string View,
    ImmutableArray<ITypeSymbol> ViewTypeArguments)
{
    public string Name => Field.Name;
}
