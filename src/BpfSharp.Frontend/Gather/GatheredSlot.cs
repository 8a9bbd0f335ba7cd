using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>An initial entry of a map, as written.</summary>
/// <param name="Name">Name of the program or map field.</param>
/// <param name="Map">The field; null where the entry is a program.</param>
public sealed record GatheredSlot(int Index, string Name, IFieldSymbol? Map, Location Location);
