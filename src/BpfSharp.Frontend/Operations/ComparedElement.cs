using System;
using BpfSharp.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Operations;

/// <summary>An element of a compared tuple, of which only what conversions start from has been evaluated.</summary>
/// <param name="Value">Asked once, when it is compared.</param>
/// <param name="Type">Null for the literal null.</param>
/// <param name="IsPlain">Nobody can tell whether it was asked.</param>
internal sealed record ComparedElement(Func<IrValue> Value, ITypeSymbol? Type, bool IsPlain)
{
    public static ComparedElement Of(IrValue value, ITypeSymbol? type) => new(() => value, type, true);
}
