using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Arguments of calls, evaluated in the order of the source and given in the order of the parameters.</summary>
internal static class Arguments
{
    /// <summary>By the convention of functions: aggregates as pointers to copies. Null where an argument was refused.</summary>
    public static IReadOnlyList<IrValue>? Evaluate(MethodLowering method, ImmutableArray<IArgumentOperation> arguments)
    {
        int errors = method.Module.Diagnostics.Count;
        var values = new IrValue[arguments.Length];
        List<IArgumentOperation>? late = null;
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter is not { } parameter || parameter.Ordinal >= values.Length || argument.Value.Type is null)
            {
                method.Module.MarkIncomplete();
                return null;
            }

            if (method.Captures.Late.Begin(argument))
                (late ??= new()).Add(argument);
            else
                values[parameter.Ordinal] = Evaluate(method, argument.Value, parameter);
        }

        foreach (IArgumentOperation argument in late ?? new())
            values[argument.Parameter!.Ordinal] = Evaluate(method, argument.Value, argument.Parameter);
        return method.Module.Diagnostics.Count == errors && values.All(static v => v is not null) ? values : null;
    }

    public static IrValue Evaluate(MethodLowering method, IOperation value, IParameterSymbol parameter)
    {
        if (Delegates.IsCallback(parameter))
            return Delegates.Address(method, value);
        // 'in' of a property that gives a value refers to a copy, also where the property is a field behind.
        if (parameter.RefKind != RefKind.None && value is IPropertyReferenceOperation { Property.RefKind: RefKind.None })
            return method.CopyToTemporary(method.Value(value), value.Type!, value);
        if (parameter.RefKind != RefKind.None)
            return method.Address(value);
        if (!FunctionSignature.IsAggregate(parameter, method.Types))
            return method.Value(value);
        IrValue copy = method.Temporary(value.Type!, value);
        method.Into(value, copy);
        return copy;
    }

    /// <summary>Passes a value that is already there.</summary>
    public static IrValue ByConvention(MethodLowering method, IrValue value, IParameterSymbol parameter, IOperation at)
    {
        if (parameter.RefKind != RefKind.None)
            return method.Materialize(value, parameter.Type, at);
        return FunctionSignature.IsAggregate(parameter, method.Types) ? method.CopyToTemporary(value, parameter.Type, at) : value;
    }

    /// <summary>The callee may change the copies that it gets: arguments that are passed twice (get, then set) are copied for each call.</summary>
    public static IReadOnlyList<IrValue> CopyAggregates(MethodLowering method, IMethodSymbol target, IReadOnlyList<IrValue> values, IOperation at)
    {
        var copies = new IrValue[values.Count];
        for (int i = 0; i < copies.Length; i++)
        {
            IParameterSymbol parameter = target.Parameters[i];
            bool aggregate = FunctionSignature.IsAggregate(parameter, method.Types);
            copies[i] = aggregate ? method.CopyToTemporary(method.LoadFrom(values[i], parameter.Type, at), parameter.Type, at) : values[i];
        }

        return copies;
    }
}
