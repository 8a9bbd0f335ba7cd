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
/// The element of a span left of '=' where a switch expression, or an <c>is</c> that csc makes statements of (<see cref="PatternTests"/>), stands right of it: csc computes span and index, then what comes before the end of the switch, and only then
/// compares the index with the length, before anything that comes after the switch.
/// </summary>
internal sealed class LateAddress
{
    private readonly Func<IrValue> _take;
    private readonly AssignmentExpressionSyntax _assignment;
    private readonly SyntaxNode _spilled;

    private LateAddress(Func<IrValue> take, AssignmentExpressionSyntax assignment, SyntaxNode spilled)
    {
        _take = take;
        _assignment = assignment;
        _spilled = spilled;
    }

    /// <summary>Evaluates span and index; the result takes the element. Null where csc takes it at once.</summary>
    public static LateAddress? Of(MethodLowering method, IOperation target) =>
        Assignment(target.Syntax) is { } assignment && Spilled(method, assignment) is { } spilled && Take(method, target) is { } take ? new LateAddress(take, assignment, spilled) : null;

    public IrValue Take() => _take();

    /// <summary>True for a part of the assignment that csc evaluates behind the switch: it encloses it, or comes later.</summary>
    public bool IsBefore(SyntaxNode part) => _assignment.SyntaxTree == part.SyntaxTree && _assignment.Right.Span.Contains(part.Span) && part.Span.End >= _spilled.Span.End && !_spilled.Span.Contains(part.Span);

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

    private static AssignmentExpressionSyntax? Assignment(SyntaxNode target)
    {
        while (target.Parent is ParenthesizedExpressionSyntax parentheses)
            target = parentheses;
        return target.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment && assignment.Left == target ? assignment : null;
    }

    // What becomes statements before the assignment: the last switch, with the conditional expressions that evaluate it only on one of their ways (csc's SpillSequenceSpiller).
    private static SyntaxNode? Spilled(MethodLowering method, AssignmentExpressionSyntax assignment) =>
        assignment.Right.DescendantNodesAndSelf(static n => n is not AnonymousFunctionExpressionSyntax)
            .Where(n => n is SwitchExpressionSyntax || (n is IsPatternExpressionSyntax && BecomesStatements(method, n)))
            .Select(s => Statement(s, assignment)).OrderBy(static s => s.Span.End).ThenBy(static s => s.Span.Length).LastOrDefault();

    private static bool BecomesStatements(MethodLowering method, SyntaxNode isPattern) =>
        method.Module.Compilation.GetSemanticModel(isPattern.SyntaxTree).GetOperation(isPattern) is IIsPatternOperation operation && PatternTests.BecomeStatements(operation);

    private static SyntaxNode Statement(SyntaxNode spilled, SyntaxNode end)
    {
        for (SyntaxNode node = spilled; node.Parent is { } parent && parent != end; node = parent)
        {
            bool isOneWay = parent switch
            {
                ConditionalExpressionSyntax conditional => node != conditional.Condition,
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } binary => node == binary.Right,
                ConditionalAccessExpressionSyntax access => node == access.WhenNotNull,
                SwitchExpressionSyntax => true,
                _ => false,
            };
            if (isOneWay)
                spilled = parent;
        }

        return spilled;
    }
}
