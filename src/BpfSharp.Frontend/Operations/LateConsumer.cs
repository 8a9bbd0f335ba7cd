using System.Collections.Generic;
using System.Linq;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>What takes an element by reference, or a part of a span, and evaluates something behind it: an assignment or a call.</summary>
/// <param name="Operation">The assignment or the call.</param>
/// <param name="Element">The operation in the tree.</param>
/// <param name="Spill">What csc makes statements of, in what comes behind the element.</param>
internal sealed record LateConsumer(IOperation Operation, IOperation Element, Spill Spill)
{
    /// <summary>Null where the element is taken where it stands.</summary>
    public static LateConsumer? Of(MethodLowering method, IOperation element)
    {
        SyntaxNode syntax = element.Syntax;
        // Most have none of these around them.
        SyntaxNode statement = syntax.FirstAncestorOrSelf<StatementSyntax>() ?? syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? syntax;
        if (!statement.DescendantNodes().Any(static n => n is SwitchExpressionSyntax or IsPatternExpressionSyntax or StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax))
            return null;
        return method.Module.Bodies.ModelOf(syntax.SyntaxTree).GetOperation(syntax) is { } operation ? Of(method, operation, operation) : null;
    }

    /// <summary>True where something that runs behind the element, up to where csc takes it, may fault or change something.</summary>
    public bool IsNoticed(MethodLowering method) => Operation.Descendants()
        .Any(o => o.Syntax.Span.Start >= Element.Syntax.Span.End && o.Syntax.Span.End <= Spill.Last.Syntax.Span.End && !Silence.Is(method, o));

    /// <summary>True where it can't be told which of two effects comes first: that of the element, or one of what may become a statement or not.</summary>
    public bool IsUncertain(MethodLowering method) => HasUnknownPart(Element) || Spill.First != Spill.Last
        && Spill.Last.DescendantsAndSelf().Any(o => !Spill.First.DescendantsAndSelf().Contains(o) && o.Syntax.Span.End >= Spill.First.Syntax.Span.End && !Silence.Is(method, o));

    private static LateConsumer? Of(MethodLowering method, IOperation element, IOperation part)
    {
        LateConsumer? With(IOperation consumer, IEnumerable<IOperation> behind) => Spill.OfLast(method, behind) is { } spill ? new LateConsumer(consumer, element, spill) : null;

        switch (part.Parent)
        {
            case IFieldReferenceOperation { Instance.Type.IsValueType: true } field:
                return Of(method, element, field);
            case ISimpleAssignmentOperation { IsRef: false } assignment when assignment.Target == part:
                return With(assignment, new[] { assignment.Value });
            case IArgumentOperation { Parent: { } call } argument when IsPassed(argument):
                return With(call, call.ChildOperations.SkipWhile(o => o != argument).Skip(1)) is { } behind
                    ? Spill.IsInOrder(call) ? behind : behind with { Spill = behind.Spill with { Last = call.ChildOperations.Last() } }
                    : null;
            case IInvocationOperation call when call.Instance == part:
                return With(call, call.Arguments);
            case IPropertyReferenceOperation property when property.Instance == part:
                if (With(property, property.Arguments) is { } inBrackets)
                    return inBrackets;
                if (property is { Property.RefKind: RefKind.None, Parent: ISimpleAssignmentOperation set } && set.Target == property)
                    return With(set, new[] { set.Value });
                return LateTake.IsElement(property) ? Of(method, element, property) : null;
            case IInlineArrayAccessOperation access when access.Instance == part && LateTake.IsElement(access):
                return Of(method, element, access);
            case IImplicitIndexerReferenceOperation indexer when indexer.Instance == part && LateTake.IsElement(indexer):
                return Of(method, element, indexer);
            default:
                return null;
        }
    }

    private static bool HasUnknownPart(IOperation? element) => element is not null && (LateTake.IsUnknownPart(element) || element switch
    {
        IImplicitIndexerReferenceOperation { Instance: var instance } => HasUnknownPart(instance),
        IPropertyReferenceOperation { Instance: var instance } => HasUnknownPart(instance),
        IInvocationOperation { Instance: var instance } => HasUnknownPart(instance),
        IFieldReferenceOperation { Instance: var instance } => HasUnknownPart(instance),
        _ => false,
    });

    private static bool IsPassed(IArgumentOperation argument) => argument.Parameter is { RefKind: not RefKind.None } || LateTake.IsPart(argument.Value);
}
