using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>(a, b) = value</c>: variables are evaluated, then the values, then all is assigned from left to right.</summary>
internal static class Deconstruction
{
    public static IrValue? Lower(MethodLowering method, IOperation operation)
    {
        var assignment = (IDeconstructionAssignmentOperation)operation;
        int errors = method.Module.Diagnostics.Count;
        Target target = Evaluate(method, assignment.Target);
        var assigned = new List<(Place Place, IrValue Value, ITypeSymbol Type)>();
        bool isKnown = Collect(method, target, assignment.Value, Info(method, assignment), assigned);
        if (!isKnown && method.Module.Diagnostics.Count == errors)
            method.Report("BPF1032", assignment, "this deconstruction");
        if (method.Module.Diagnostics.Count != errors)
            return null;
        var values = new Queue<IrValue>();
        foreach ((Place place, IrValue value, ITypeSymbol type) in assigned)
        {
            if (Convert(method, value, type, place.Type, assignment) is not { } converted)
                return null;
            place.Write(method, converted, assignment);
            values.Enqueue(converted);
        }

        return assignment.Parent is null or IExpressionStatementOperation || assignment.Type is not INamedTypeSymbol { IsTupleType: true } result
            ? null
            : Result(method, method.Temporary(result, assignment), result, values, assignment);
    }

    // The value of the assignment: a tuple of what was assigned.
    private static IrValue Result(MethodLowering method, IrValue address, INamedTypeSymbol type, Queue<IrValue> values, IOperation at)
    {
        for (int i = 0; i < type.TupleElements.Length; i++)
        {
            IrValue element = Tuples.Element(method, address, type, i, at);
            if (Tuples.ElementType(type, i) is INamedTypeSymbol { IsTupleType: true } inner)
                Result(method, element, inner, values, at);
            else
                method.StoreTo(element, values.Dequeue(), Tuples.ElementType(type, i), at);
        }

        return address;
    }

    private static Target Evaluate(MethodLowering method, IOperation operation)
    {
        if (operation is IDeclarationExpressionOperation { Expression: ITupleOperation declared })
            operation = declared;
        return operation is ITupleOperation tuple ? new Target(null, tuple.Elements.Select(e => Evaluate(method, e)).ToList()) : new Target(Places.Of(method, operation), null);
    }

    private static bool Collect(MethodLowering method, Target target, IOperation value, DeconstructionInfo info, List<(Place Place, IrValue Value, ITypeSymbol Type)> assigned)
    {
        value = Tuples.Unwrap(value);
        if (target.Inner is null || value.Type is null)
        {
            if (target.Place is null || value.Type is null)
                return false;
            assigned.Add((target.Place, Tuples.Snapshot(method, value), value.Type));
            return true;
        }

        if (value is ITupleOperation literal && literal.Elements.Length == target.Inner.Count)
        {
            for (int i = 0; i < target.Inner.Count; i++)
            {
                if (!Collect(method, target.Inner[i], literal.Elements[i], Nested(info, i), assigned))
                    return false;
            }

            return true;
        }

        return Collect(method, target.Inner, method.CopyToTemporary(method.Value(value), value.Type, value), value.Type, info, value, assigned);
    }

    // The parts of a value in memory that nothing else changes.
    private static bool Collect(
        MethodLowering method, List<Target> targets, IrValue address, ITypeSymbol type, DeconstructionInfo info, IOperation at, List<(Place Place, IrValue Value, ITypeSymbol Type)> assigned)
    {
        if (!method.IsAggregate(type))
            return false;
        if (type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.Length == targets.Count)
        {
            for (int i = 0; i < targets.Count; i++)
            {
                if (!CollectPart(method, targets[i], Tuples.Element(method, address, tuple, i, at), Tuples.ElementType(tuple, i), Nested(info, i), at, assigned))
                    return false;
            }

            return true;
        }

        if (info.Method is not { } deconstruct)
            return false;
        IReadOnlyList<IParameterSymbol> outputs = DeconstructCalls.Outputs(deconstruct);
        if (outputs.Count != targets.Count)
            return false;
        IrValue[] parts = outputs.Select(o => method.Temporary(o.Type, at)).ToArray();
        DeconstructCalls.Emit(method, deconstruct, address, type, parts, at);
        for (int i = 0; i < parts.Length; i++)
        {
            if (!CollectPart(method, targets[i], parts[i], outputs[i].Type, Nested(info, i), at, assigned))
                return false;
        }

        return true;
    }

    private static bool CollectPart(
        MethodLowering method, Target target, IrValue address, ITypeSymbol type, DeconstructionInfo info, IOperation at, List<(Place Place, IrValue Value, ITypeSymbol Type)> assigned)
    {
        if (target.Inner is not null)
            return Collect(method, target.Inner, address, type, info, at, assigned);
        assigned.Add((target.Place!, method.LoadFrom(address, type, at), type));
        return true;
    }

    private static IrValue? Convert(MethodLowering method, IrValue value, ITypeSymbol from, ITypeSymbol to, IOperation at)
    {
        IrType? source = method.Types.Memory(from);
        IrType? target = method.Types.Memory(to);
        if (source is { IsPrimitive: true } && target is { IsPrimitive: true } && source != IrType.Ptr && target != IrType.Ptr)
            return NumericConversions.Convert(method.Emit, value, source, target, isChecked: false);
        if (source == target)
            return value;
        method.Report("BPF1033", at, from.Name, to.Name);
        return null;
    }

    // Which Deconstruct methods C# has chosen is told by syntax alone.
    private static DeconstructionInfo Info(MethodLowering method, IDeconstructionAssignmentOperation assignment)
    {
        SemanticModel model = method.Module.Bodies.ModelOf(assignment.Syntax.SyntaxTree);
        return assignment.Syntax switch
        {
            AssignmentExpressionSyntax written => model.GetDeconstructionInfo(written),
            { Parent: ForEachVariableStatementSyntax loop } => model.GetDeconstructionInfo(loop),
            _ => default,
        };
    }

    private static DeconstructionInfo Nested(DeconstructionInfo info, int index) => info.Nested.IsDefaultOrEmpty || index >= info.Nested.Length ? default : info.Nested[index];

    /// <summary>A variable, or more of them in parentheses.</summary>
    private sealed record Target(Place? Place, List<Target>? Inner);
}
