namespace BpfSharp.Objects.Model;

/// <summary>An initial entry of a map: libbpf's <c>.values = { [Index] = &amp;Symbol }</c>.</summary>
/// <param name="Index">Index from 0.</param>
/// <param name="Symbol">Name of the map or program.</param>
public readonly record struct BpfMapSlot(int Index, string Symbol);
