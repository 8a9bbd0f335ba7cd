using BpfSharp.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Operations;

/// <summary>What a pattern is matched with.</summary>
/// <param name="Value">Scalar, or where an aggregate lies that nothing changes meanwhile.</param>
/// <param name="Path">How it was reached from the value of the whole pattern.</param>
internal sealed record PatternInput(IrValue Value, ITypeSymbol? Type, string Path);
