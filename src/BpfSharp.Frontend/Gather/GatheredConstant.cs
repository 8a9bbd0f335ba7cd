using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>A <c>LoadConstant&lt;T&gt;</c> field: .rodata, may be set before load.</summary>
/// <param name="Type">T.</param>
/// <param name="Initial">Bytes of the default value; null for zeros.</param>
/// <param name="Default">The default value as a number.</param>
/// <param name="Minimum">Of <c>[Range]</c>; null where absent.</param>
/// <param name="Maximum">Of <c>[Range]</c>; null where absent.</param>
public sealed record GatheredConstant(IFieldSymbol Field, ITypeSymbol Type, byte[]? Initial, decimal Default, decimal? Minimum, decimal? Maximum)
{
    public string Name => Field.Name;
}
