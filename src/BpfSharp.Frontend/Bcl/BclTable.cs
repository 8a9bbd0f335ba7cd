using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Bcl;

/// <summary>Members of the BCL that programs may use: documentation id of the method, accessor, constructor or operator -> its lowering.</summary>
internal static class BclTable
{
    private static readonly Dictionary<string, BclHandler> s_rows = Build();

    public static IReadOnlyCollection<string> Ids => s_rows.Keys;

    public static BclHandler? Find(IMethodSymbol method)
    {
        // Only the BCL's own types are in the table: this keeps documentation ids of user code from being made.
        if (!IsOfBcl(method))
            return null;
        return method.OriginalDefinition.GetDocumentationCommentId() is { } id && s_rows.TryGetValue(id, out BclHandler? handler) ? handler : null;
    }

    public static bool IsOfBcl(IMethodSymbol method) => method.ContainingNamespace is { } space && IsSystem(space);

    public static IrValue? Lower(
        MethodLowering method, BclHandler handler, IMethodSymbol target, IOperation? instance, ImmutableArray<IArgumentOperation> arguments, IOperation at)
    {
        int errors = method.Module.Diagnostics.Count;
        bool isLate = instance is not null && method.Captures.Late.Begin(instance);
        IrValue? receiver = instance is null || isLate ? null : Receivers.Of(method, instance, target);
        var values = new IrValue[arguments.Length];
        List<IArgumentOperation>? late = null;
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter is not { } parameter || argument.Value.Type is null)
            {
                method.Module.MarkIncomplete();
                return method.Poison(at.Type);
            }

            if (method.Captures.Late.Begin(argument))
                (late ??= new()).Add(argument);
            else
                values[parameter.Ordinal] = Evaluate(method, argument.Value, parameter);
        }

        if (isLate)
            receiver = Receivers.Of(method, instance!, target);
        foreach (IArgumentOperation argument in late ?? new())
            values[argument.Parameter!.Ordinal] = Evaluate(method, argument.Value, argument.Parameter);
        return method.Module.Diagnostics.Count == errors ? handler(method, new BclCall(target, receiver, values, at)) : method.Poison(at.Type);
    }

    /// <summary>Operators: their operands are not arguments.</summary>
    public static IrValue? Lower(MethodLowering method, BclHandler handler, IMethodSymbol target, IReadOnlyList<IOperation> operands, IOperation at)
    {
        int errors = method.Module.Diagnostics.Count;
        IrValue[] values = operands.Select((o, i) => Evaluate(method, o, target.Parameters[i])).ToArray();
        return method.Module.Diagnostics.Count == errors ? handler(method, new BclCall(target, null, values, at)) : method.Poison(at.Type);
    }

    private static IrValue Evaluate(MethodLowering method, IOperation value, IParameterSymbol parameter)
    {
        if (parameter.RefKind != RefKind.None)
            return method.Address(value);
        IrValue result = method.Value(value);
        // What lies in a variable may change while later arguments are evaluated.
        return method.IsAggregate(value.Type!) && Places.HasAddress(value) ? method.CopyToTemporary(result, value.Type!, value) : result;
    }

    private static bool IsSystem(INamespaceSymbol space)
    {
        while (space.ContainingNamespace is { IsGlobalNamespace: false } outer)
            space = outer;
        return space.Name == "System";
    }

    private static Dictionary<string, BclHandler> Build()
    {
        var rows = new Dictionary<string, BclHandler>(StringComparer.Ordinal);
        foreach (IEnumerable<KeyValuePair<string, BclHandler>> family in new[] { SpanRows.All, SpanBodyRows.All, UnsafeRows.All, MemoryMarshalRows.All, BinaryPrimitivesRows.All, BitOperationsRows.All, MathRows.All, PrimitiveRows.All, InterlockedRows.All, VolatileRows.All, IntegerBodyRows.All, NullableRows.All, IndexRows.All })
        {
            foreach (KeyValuePair<string, BclHandler> row in family)
                rows.Add(row.Key, row.Value);
        }

        return rows;
    }
}
