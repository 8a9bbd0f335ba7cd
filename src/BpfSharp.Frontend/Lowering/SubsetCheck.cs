using System.Collections.Generic;
using System.Linq;
using BpfSharp.Frontend.Operations;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Looks at a body as written, for what the control-flow graph no longer shows.</summary>
internal static class SubsetCheck
{
    /// <summary>True where C# itself complains about the code: then we say nothing.</summary>
    public static bool HasErrors(IReadOnlyList<IOperation> operations) => operations.Any(static o => o.Kind == OperationKind.Invalid || (o.Type is { } type && TypeRules.IsError(type)));

    /// <returns>False where the graph is not worth lowering.</returns>
    public static bool Run(MethodLowering method, IReadOnlyList<IOperation> operations)
    {
        bool isClean = true;
        foreach (IOperation operation in operations)
        {
            OperationRow row = OperationTable.Of(operation.Kind);
            if (row.Fate == OperationFate.RefusedInTree)
            {
                method.Report(row.Rule, operation, row.What);
                isClean = false;
            }
            else if (operation is IInvocationOperation call && ConditionalCalls.IsOmitted(call) && ConditionalCalls.IsEvaluated(method, call))
            {
                method.Report("BPF1035", call, call.TargetMethod.Name);
                isClean = false;
            }
            else if (operation is IForEachLoopOperation loop && Sequence(loop) is { } sequence)
            {
                method.Report("BPF1030", loop.Collection, sequence);
                isClean = false;
            }
        }

        return isClean;
    }

    // Spans are index loops; any struct with GetEnumerator is C#'s own business. The rest needs a heap or virtual calls.
    private static string? Sequence(IForEachLoopOperation loop)
    {
        IOperation collection = loop.Collection;
        while (collection is IConversionOperation { IsImplicit: true } conversion)
            collection = conversion.Operand;
        return collection.Type is { IsValueType: true } or null ? null : collection.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
    }
}
