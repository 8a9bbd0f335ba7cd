using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Branches of one pattern: left to right, as C# tests.</summary>
internal sealed class PatternMatch
{
    private readonly MethodLowering _method;
    private readonly PatternParts _parts;

    public PatternMatch(MethodLowering method, PatternEvaluations seen)
    {
        _method = method;
        _parts = new PatternParts(method, seen);
    }

    public void Match(IPatternOperation pattern, PatternInput input, IrBlock whenTrue, IrBlock whenFalse)
    {
        int outer = _method.Emit.Span;
        _method.Emit.Span = _method.Module.Spans.Of(pattern.Syntax);
        if (Nullables.Underlying(input.Type) is { } underlying && LooksInside(pattern, underlying))
            MatchNullable(pattern, input, underlying, whenTrue, whenFalse);
        else if (TypeOf(pattern) is { } matched && TypeTests.OfContext(_method, input.Type, matched) is { } isKind)
            MatchContext(pattern, isKind, matched, input, whenTrue, whenFalse);
        else if (input.Type is { IsReferenceType: true } && LooksInside(pattern, input.Type))
            MatchReference(pattern, input, whenTrue, whenFalse);
        else
            MatchValue(pattern, input, whenTrue, whenFalse);
        _method.Emit.Span = outer;
    }

    private void MatchValue(IPatternOperation pattern, PatternInput input, IrBlock whenTrue, IrBlock whenFalse)
    {
        switch (pattern)
        {
            case IDiscardPatternOperation:
                _method.Emit.Branch(whenTrue);
                break;
            case IConstantPatternOperation { Value.Type: { } own } constant when input.Type is not null && TypeTests.DependsOnArgument(input.Type, own):
                MatchConstant(constant, OfArgument(pattern, own, input, whenFalse), whenTrue, whenFalse);
                break;
            case IRelationalPatternOperation { Value.Type: { } own } relational when input.Type is not null && TypeTests.DependsOnArgument(input.Type, own):
                MatchRelation(relational, OfArgument(pattern, own, input, whenFalse), whenTrue, whenFalse);
                break;
            case IConstantPatternOperation constant:
                MatchConstant(constant, input, whenTrue, whenFalse);
                break;
            case IRelationalPatternOperation relational:
                MatchRelation(relational, input, whenTrue, whenFalse);
                break;
            case INegatedPatternOperation negated:
                Match(negated.Pattern, input, whenFalse, whenTrue);
                break;
            case IBinaryPatternOperation binary:
                MatchBoth(binary, input, whenTrue, whenFalse);
                break;
            case IDeclarationPatternOperation declaration when declaration.MatchesNull || IsSameType(declaration.MatchedType, input.Type):
                Declare(declaration.DeclaredSymbol, input, pattern);
                _method.Emit.Branch(whenTrue);
                break;
            case ITypePatternOperation typed when IsSameType(typed.MatchedType, input.Type):
                _method.Emit.Branch(whenTrue);
                break;
            case ITypePatternOperation typed when input.Type is not null && TypeTests.Decide(_method.Module.Compilation, input.Type, typed.MatchedType) is { } holds:
                _method.Emit.Branch(holds ? whenTrue : whenFalse);
                break;
            case ITypePatternOperation typed when input.Type is not null && TypeTests.DependsOnArgument(input.Type, typed.MatchedType):
                _method.Emit.BranchIf(TypeTests.Deferred(_method, input.Type, typed.MatchedType, pattern), whenTrue, whenFalse);
                break;
            case IDeclarationPatternOperation { MatchedType: { } matched } declaration when input.Type is not null && TypeTests.DependsOnArgument(input.Type, matched):
                Declare(declaration.DeclaredSymbol, OfArgument(pattern, matched, input, whenFalse), pattern);
                _method.Emit.Branch(whenTrue);
                break;
            case IRecursivePatternOperation { MatchedType: { } matched } recursive when input.Type is not null && TypeTests.DependsOnArgument(input.Type, matched):
                MatchRecursive(recursive, OfArgument(pattern, matched, input, whenFalse), whenTrue, whenFalse);
                break;
            case IRecursivePatternOperation recursive when IsSameType(recursive.MatchedType, input.Type):
                MatchRecursive(recursive, input, whenTrue, whenFalse);
                break;
            case IListPatternOperation list when input.Type is not null:
                MatchList(list, input, whenTrue, whenFalse);
                break;
            case ITypePatternOperation or IDeclarationPatternOperation or IRecursivePatternOperation:
                Refuse(pattern, "a test for another type", whenFalse);
                break;
            default:
                Refuse(pattern, "this pattern", whenFalse);
                break;
        }
    }

    // A context is never null, and one class stands for each kind of program.
    private void MatchContext(IPatternOperation pattern, IrValue isKind, ITypeSymbol matched, PatternInput input, IrBlock whenTrue, IrBlock whenFalse)
    {
        var same = new IrBlock();
        _method.Emit.BranchIf(isKind, same, whenFalse);
        _method.Emit.Start(same);
        MatchValue(pattern, new PatternInput(input.Value, matched, input.Path + "!" + matched.Name), whenTrue, whenFalse);
    }

    private static ITypeSymbol? TypeOf(IPatternOperation pattern) => pattern switch
    {
        ITypePatternOperation typed => typed.MatchedType,
        IDeclarationPatternOperation { MatchesNull: false } declaration => declaration.MatchedType,
        IRecursivePatternOperation recursive => recursive.MatchedType,
        _ => null,
    };

    // On the way where the type argument is that type, the value's memory is read as what it is.
    private PatternInput OfArgument(IPatternOperation pattern, ITypeSymbol matched, PatternInput input, IrBlock whenFalse)
    {
        var same = new IrBlock();
        _method.Emit.BranchIf(TypeTests.Deferred(_method, input.Type!, matched, pattern), same, whenFalse);
        _method.Emit.Start(same);
        return new PatternInput(_method.LoadFrom(input.Value, matched, pattern), matched, input.Path + "!" + matched.Name);
    }

    // Null first; all patterns but these look at the value inside. What stands right of 'and' may know already that there is one.
    private static bool LooksInside(IPatternOperation pattern, ITypeSymbol underlying) => pattern switch
    {
        INegatedPatternOperation or IBinaryPatternOperation or IDiscardPatternOperation => false,
        IDeclarationPatternOperation { MatchesNull: true } => SymbolEqualityComparer.Default.Equals(pattern.InputType, underlying),
        _ => true,
    };

    private void MatchNullable(IPatternOperation pattern, PatternInput input, ITypeSymbol underlying, IrBlock whenTrue, IrBlock whenFalse)
    {
        IrValue hasValue = Nullables.HasValue(_method, input.Value, input.Type!, pattern);
        if (pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } })
        {
            _method.Emit.BranchIf(hasValue, whenFalse, whenTrue);
            return;
        }

        var inside = new IrBlock();
        _method.Emit.BranchIf(hasValue, inside, whenFalse);
        _method.Emit.Start(inside);
        Match(pattern, new PatternInput(Nullables.Value(_method, input.Value, input.Type!, pattern), underlying, input.Path + "?"), whenTrue, whenFalse);
    }

    // A map in a map may be missing: 'is null', 'is { } map'.
    private void MatchReference(IPatternOperation pattern, PatternInput input, IrBlock whenTrue, IrBlock whenFalse)
    {
        IrValue isNull = _method.Emit.Compare(IrOp.Eq, input.Value, IrConstant.Null());
        if (pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } })
        {
            _method.Emit.BranchIf(isNull, whenTrue, whenFalse);
            return;
        }

        var inside = new IrBlock();
        _method.Emit.BranchIf(isNull, whenFalse, inside);
        _method.Emit.Start(inside);
        MatchValue(pattern, input, whenTrue, whenFalse);
    }

    private void MatchConstant(IConstantPatternOperation pattern, PatternInput input, IrBlock whenTrue, IrBlock whenFalse)
    {
        if (ConstantOf(pattern.Value, input) is { } constant)
            _method.Emit.BranchIf(_method.Emit.Compare(IrOp.Eq, input.Value, constant), whenTrue, whenFalse);
        else
            Refuse(pattern, "this constant", whenFalse);
    }

    private void MatchRelation(IRelationalPatternOperation pattern, PatternInput input, IrBlock whenTrue, IrBlock whenFalse)
    {
        if (ConstantOf(pattern.Value, input) is { } constant
            && _method.Types.Memory(input.Type!) is { IsPrimitive: true } memory
            && Arithmetic.Compare(_method.Emit, pattern.OperatorKind, input.Value, constant, memory) is { } result)
        {
            _method.Emit.BranchIf(result, whenTrue, whenFalse);
        }
        else
        {
            Refuse(pattern, "this comparison", whenFalse);
        }
    }

    private IrConstant? ConstantOf(IOperation value, PatternInput input)
    {
        if (input.Type is null || !value.ConstantValue.HasValue || _method.Types.Memory(input.Type) is not { IsPrimitive: true } memory)
            return null;
        if (value.ConstantValue.Value is not { } constant)
            return memory == IrType.Ptr ? IrConstant.Null() : null;
        return memory != IrType.Ptr && Literals.TryInteger(constant, out long number) ? Literals.Constant(memory, number) : null;
    }

    private void MatchBoth(IBinaryPatternOperation pattern, PatternInput input, IrBlock whenTrue, IrBlock whenFalse)
    {
        var second = new IrBlock();
        bool isAnd = pattern.OperatorKind == BinaryOperatorKind.And;
        Match(pattern.LeftPattern, input, isAnd ? second : whenTrue, isAnd ? whenFalse : second);
        _method.Emit.Start(second);
        Match(pattern.RightPattern, input, whenTrue, whenFalse);
    }

    private void MatchRecursive(IRecursivePatternOperation pattern, PatternInput input, IrBlock whenTrue, IrBlock whenFalse)
    {
        if (!pattern.DeconstructionSubpatterns.IsEmpty)
        {
            if (_parts.Deconstruct(pattern, input) is not { } parts)
            {
                Refuse(pattern, "this positional pattern", whenFalse);
                return;
            }

            for (int i = 0; i < parts.Count; i++)
                MatchNext(pattern.DeconstructionSubpatterns[i], parts[i], whenFalse);
        }

        foreach (IPropertySubpatternOperation sub in pattern.PropertySubpatterns)
        {
            if (_parts.Member(sub.Member, input) is not { } member)
            {
                Refuse(sub.Pattern, "a pattern on this member", whenFalse);
                return;
            }

            MatchNext(sub.Pattern, member, whenFalse);
        }

        Declare(pattern.DeclaredSymbol, input, pattern);
        _method.Emit.Branch(whenTrue);
    }

    private void MatchList(IListPatternOperation pattern, PatternInput input, IrBlock whenTrue, IrBlock whenFalse)
    {
        if (_parts.Length(pattern, input) is not { } length)
        {
            Refuse(pattern, "a list pattern on this type", whenFalse);
            return;
        }

        int count = pattern.Patterns.Length;
        bool hasSlice = ListShape.SliceOf(pattern) >= 0;
        IrValue atLeast = IrConstant.I32(hasSlice ? count - 1 : count);
        var enough = new IrBlock();
        _method.Emit.BranchIf(hasSlice ? _method.Emit.Compare(IrOp.LeS, atLeast, length) : _method.Emit.Compare(IrOp.Eq, length, atLeast), enough, whenFalse);
        _method.Emit.Start(enough);
        for (int i = 0; i < count; i++)
        {
            if (pattern.Patterns[i] is IDiscardPatternOperation or ISlicePatternOperation { Pattern: null or IDiscardPatternOperation })
                continue;
            IPatternOperation inner = pattern.Patterns[i] is ISlicePatternOperation { Pattern: { } ofSlice } ? ofSlice : pattern.Patterns[i];
            if (_parts.Element(pattern, i, input, length) is not { } part)
            {
                Refuse(pattern.Patterns[i], "this part of a list pattern", whenFalse);
                return;
            }

            MatchNext(inner, part, whenFalse);
        }

        Declare(pattern.DeclaredSymbol, input, pattern);
        _method.Emit.Branch(whenTrue);
    }

    private void MatchNext(IPatternOperation pattern, PatternInput input, IrBlock whenFalse)
    {
        var next = new IrBlock();
        Match(pattern, input, next, whenFalse);
        _method.Emit.Start(next);
    }

    private void Declare(ISymbol? symbol, PatternInput input, IOperation at)
    {
        if (symbol is ILocalSymbol local)
            _method.StoreTo(_method.Locals.Slot(local, at), input.Value, input.Type ?? local.Type, at);
    }

    private static bool IsSameType(ITypeSymbol? matched, ITypeSymbol? input) => matched is not null
        && (matched.IsValueType || matched.TypeKind == TypeKind.TypeParameter || RuntimeAttributes.IsOpaque(matched)) && SymbolEqualityComparer.Default.Equals(matched, input);

    private void Refuse(IPatternOperation pattern, string what, IrBlock whenFalse)
    {
        _method.Report("BPF1026", pattern, what);
        _method.Emit.Branch(whenFalse);
    }
}
