using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Operations;

/// <summary>Lowers one operation; gives its value (scalar), where it lies (aggregate), or null where it has none.</summary>
internal delegate IrValue? OperationHandler(MethodLowering method, IOperation operation);

internal enum OperationFate
{
    /// <summary>By a handler.</summary>
    Lowered,

    /// <summary>By the operation that holds it, or by the control-flow graph: never met on its own.</summary>
    Inside,

    /// <summary>Not in the subset: the diagnostic says so wherever the kind is met.</summary>
    Refused,

    /// <summary>Not in the subset, and gone in the control-flow graph: refused in the tree before it.</summary>
    RefusedInTree,
}

/// <param name="Rule">Diagnostic of a refused kind.</param>
/// <param name="What">How messages call it.</param>
internal readonly record struct OperationRow(OperationKind Kind, OperationFate Fate, OperationHandler? Handler, string Rule, string What);
