using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>A static field that programs may write: .data or .bss.</summary>
/// <param name="Initial">Bytes of the initialiser; null for zeros.</param>
public sealed record GatheredGlobal(IFieldSymbol Field, byte[]? Initial)
{
    public string Name => Field.Name;
}
