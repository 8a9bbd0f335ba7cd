using System;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Bcl;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>
/// The element of a span left of '=' where a switch expression stands right of it: csc computes span and index, then what comes before the end of the switch, and only then
/// compares the index with the length.
/// </summary>
internal static class LateAddress
{
    /// <summary>Evaluates span and index; the result takes the element. Null where csc takes it at once.</summary>
    public static Func<IrValue>? Of(MethodLowering method, IOperation target) => IsBeforeSwitch(target.Syntax) ? Take(method, target) : null;

    private static Func<IrValue>? Take(MethodLowering method, IOperation target)
    {
        switch (target)
        {
            case IFieldReferenceOperation { Instance: { Type.IsValueType: true } instance } field when Take(method, instance) is { } owner:
                return () => Fields.Of(method, owner(), field.Field, field);
            case IPropertyReferenceOperation { Property.GetMethod: { } getter, Instance: { Type: { } type } span, Arguments: [var index] } element
                when SpanMembers.ElementType(type) is not null && BclTable.Find(getter) is { } item:
                IrValue receiver = Receivers.Of(method, span, getter);
                IrValue[] arguments = { method.Value(index.Value) };
                return () => At(method, element, () => item(method, new BclCall(getter, receiver, arguments, element)) ?? method.Poison(element.Type));
            default:
                return null;
        }
    }

    private static IrValue At(MethodLowering method, IOperation operation, Func<IrValue> emit)
    {
        int outer = method.Emit.Span;
        method.Emit.Span = method.Module.Spans.Of(operation.Syntax);
        IrValue value = emit();
        method.Emit.Span = outer;
        return value;
    }

    private static bool IsBeforeSwitch(SyntaxNode target)
    {
        while (target.Parent is ParenthesizedExpressionSyntax parentheses)
            target = parentheses;
        return target.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment && assignment.Left == target
            && assignment.Right.DescendantNodesAndSelf(static n => n is not AnonymousFunctionExpressionSyntax).Any(static n => n is SwitchExpressionSyntax);
    }
}
