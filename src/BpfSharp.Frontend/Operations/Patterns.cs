using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>is</c> patterns as branches.</summary>
internal static class Patterns
{
    public static IrValue? Lower(MethodLowering method, IOperation operation)
    {
        var whenTrue = new IrBlock();
        var whenFalse = new IrBlock();
        var after = new IrBlock();
        var result = new IrParameter(IrType.I32);
        after.Parameters.Add(result);
        Branch(method, (IIsPatternOperation)operation, whenTrue, whenFalse);
        method.Emit.Start(whenTrue);
        method.Emit.Branch(after, IrConstant.I32(1));
        method.Emit.Start(whenFalse);
        method.Emit.Branch(after, IrConstant.I32(0));
        method.Emit.Start(after);
        return result;
    }

    public static void Branch(MethodLowering method, IIsPatternOperation operation, IrBlock whenTrue, IrBlock whenFalse)
    {
        IOperation input = operation.Value;
        int errors = method.Module.Diagnostics.Count;
        IrValue value = method.Value(input);
        if (method.Module.Diagnostics.Count != errors)
        {
            method.Emit.Branch(whenFalse);
            return;
        }

        // A pattern looks at one value, however often it looks: not at memory that changes meanwhile.
        if (input.Type is { } type && method.IsAggregate(type))
            value = method.CopyToTemporary(value, type, input);
        Match(method, operation.Pattern, value, input.Type, whenTrue, whenFalse);
    }

    private static void Match(MethodLowering method, IPatternOperation pattern, IrValue value, ITypeSymbol? type, IrBlock whenTrue, IrBlock whenFalse)
    {
        int outer = method.Emit.Span;
        method.Emit.Span = method.Module.Spans.Of(pattern.Syntax);
        switch (pattern)
        {
            case not (INegatedPatternOperation or IBinaryPatternOperation or IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true })
                when Nullables.Underlying(type) is { } underlying:
                MatchNullable(method, pattern, value, type!, underlying, whenTrue, whenFalse);
                break;
            case not (INegatedPatternOperation or IBinaryPatternOperation or IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true })
                when type is { IsReferenceType: true } && value.Type == IrType.Ptr:
                MatchReference(method, pattern, value, type, whenTrue, whenFalse);
                break;
            case IDiscardPatternOperation:
                method.Emit.Branch(whenTrue);
                break;
            case IConstantPatternOperation constant:
                MatchConstant(method, constant, value, type, whenTrue, whenFalse);
                break;
            case IRelationalPatternOperation relational:
                MatchRelation(method, relational, value, whenTrue, whenFalse);
                break;
            case INegatedPatternOperation negated:
                Match(method, negated.Pattern, value, type, whenFalse, whenTrue);
                break;
            case IBinaryPatternOperation binary:
                MatchBoth(method, binary, value, type, whenTrue, whenFalse);
                break;
            case IDeclarationPatternOperation declaration when IsSameType(declaration.MatchedType, type) || declaration.MatchesNull:
                Declare(method, declaration.DeclaredSymbol, value, type, pattern);
                method.Emit.Branch(whenTrue);
                break;
            case ITypePatternOperation typed when IsSameType(typed.MatchedType, type):
                method.Emit.Branch(whenTrue);
                break;
            case IRecursivePatternOperation recursive when recursive.DeconstructionSubpatterns.IsEmpty && IsSameType(recursive.MatchedType, type):
                MatchProperties(method, recursive, value, type, whenTrue, whenFalse);
                break;
            default:
                Refuse(method, pattern, whenFalse);
                break;
        }

        method.Emit.Span = outer;
    }

    // Null first; all other patterns look at the value inside.
    private static void MatchNullable(MethodLowering method, IPatternOperation pattern, IrValue value, ITypeSymbol type, ITypeSymbol underlying, IrBlock whenTrue, IrBlock whenFalse)
    {
        IrValue hasValue = Nullables.HasValue(method, value, type, pattern);
        if (pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } })
        {
            method.Emit.BranchIf(hasValue, whenFalse, whenTrue);
            return;
        }

        var inside = new IrBlock();
        method.Emit.BranchIf(hasValue, inside, whenFalse);
        method.Emit.Start(inside);
        Match(method, pattern, Nullables.Value(method, value, type, pattern), underlying, whenTrue, whenFalse);
    }

    // Of a map in a map: 'is null', 'is { } map'.
    private static void MatchReference(MethodLowering method, IPatternOperation pattern, IrValue value, ITypeSymbol type, IrBlock whenTrue, IrBlock whenFalse)
    {
        IrValue isNull = method.Emit.Compare(IrOp.Eq, value, IrConstant.Null());
        if (pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } })
        {
            method.Emit.BranchIf(isNull, whenTrue, whenFalse);
            return;
        }

        var inside = new IrBlock();
        method.Emit.BranchIf(isNull, whenFalse, inside);
        method.Emit.Start(inside);
        ISymbol? declared = (pattern as IRecursivePatternOperation)?.DeclaredSymbol ?? (pattern as IDeclarationPatternOperation)?.DeclaredSymbol;
        if (pattern is not (IRecursivePatternOperation { PropertySubpatterns.IsEmpty: true, DeconstructionSubpatterns.IsEmpty: true } or IDeclarationPatternOperation or ITypePatternOperation)
            || !SymbolEqualityComparer.Default.Equals(pattern.NarrowedType, type))
        {
            Refuse(method, pattern, whenFalse);
            return;
        }

        Declare(method, declared, value, type, pattern);
        method.Emit.Branch(whenTrue);
    }

    private static void MatchConstant(MethodLowering method, IConstantPatternOperation pattern, IrValue value, ITypeSymbol? type, IrBlock whenTrue, IrBlock whenFalse)
    {
        if (type is null || Literals.Constant(method, pattern.Value) is not { } constant || constant.Type != value.Type)
            Refuse(method, pattern, whenFalse);
        else
            method.Emit.BranchIf(method.Emit.Compare(IrOp.Eq, value, constant), whenTrue, whenFalse);
    }

    private static void MatchRelation(MethodLowering method, IRelationalPatternOperation pattern, IrValue value, IrBlock whenTrue, IrBlock whenFalse)
    {
        if (Literals.Constant(method, pattern.Value) is { } constant && constant.Type == value.Type
            && method.Types.Memory(pattern.Value.Type!) is { IsPrimitive: true } memory
            && Arithmetic.Compare(method.Emit, pattern.OperatorKind, value, constant, memory) is { } result)
        {
            method.Emit.BranchIf(result, whenTrue, whenFalse);
        }
        else
        {
            Refuse(method, pattern, whenFalse);
        }
    }

    private static void MatchBoth(MethodLowering method, IBinaryPatternOperation pattern, IrValue value, ITypeSymbol? type, IrBlock whenTrue, IrBlock whenFalse)
    {
        var second = new IrBlock();
        bool isAnd = pattern.OperatorKind == BinaryOperatorKind.And;
        Match(method, pattern.LeftPattern, value, type, isAnd ? second : whenTrue, isAnd ? whenFalse : second);
        method.Emit.Start(second);
        Match(method, pattern.RightPattern, value, type, whenTrue, whenFalse);
    }

    private static void MatchProperties(MethodLowering method, IRecursivePatternOperation pattern, IrValue value, ITypeSymbol? type, IrBlock whenTrue, IrBlock whenFalse)
    {
        foreach (IPropertySubpatternOperation sub in pattern.PropertySubpatterns)
        {
            if (Member(method, sub.Member, value, type) is not { } member)
            {
                Refuse(method, sub.Pattern, whenFalse);
                return;
            }

            var next = new IrBlock();
            Match(method, sub.Pattern, member.Value, member.Type, next, whenFalse);
            method.Emit.Start(next);
        }

        if (pattern.DeclaredSymbol is not null)
            Declare(method, pattern.DeclaredSymbol, value, type, pattern);
        method.Emit.Branch(whenTrue);
    }

    // The input of a subpattern: the matched value's field or property.
    private static (IrValue Value, ITypeSymbol Type)? Member(MethodLowering method, IOperation member, IrValue value, ITypeSymbol? type)
    {
        if (type is not { IsValueType: true })
            return null;
        switch (member)
        {
            case IFieldReferenceOperation { Field: { IsStatic: false, RefKind: RefKind.None } field }:
                return (method.LoadFrom(Fields.Of(method, value, field, member), field.Type, member), field.Type);
            case IPropertyReferenceOperation { Property: { IsStatic: false } property, Arguments.IsEmpty: true } reference:
                return PropertyAccess.ReadOf(method, reference, method.Materialize(value, type, member)) is { } read ? (read, property.Type) : null;
            default:
                return null;
        }
    }

    private static void Declare(MethodLowering method, ISymbol? symbol, IrValue value, ITypeSymbol? type, IOperation at)
    {
        if (symbol is ILocalSymbol local)
            method.StoreTo(method.Locals.Slot(local, at), value, type ?? local.Type, at);
    }

    private static bool IsSameType(ITypeSymbol? matched, ITypeSymbol? input) =>
        matched is { IsValueType: true } && SymbolEqualityComparer.Default.Equals(matched, input);

    private static void Refuse(MethodLowering method, IPatternOperation pattern, IrBlock whenFalse)
    {
        method.Report("BPF1026", pattern, "this pattern");
        method.Emit.Branch(whenFalse);
    }
}
