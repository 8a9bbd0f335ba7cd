using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>
/// How the tests of a pattern hang together. csc makes one expression of tests that all must hold (behind a <c>not</c> that comes first, too); of others it makes statements, which come
/// before the expression that the <c>is</c> stands in (<c>canProduceLinearSequence</c> in its <c>IsPatternOperatorLocalRewriter</c>).
/// </summary>
internal static class PatternTests
{
    private enum Shape
    {
        None,
        One,
        All,
        Any,
        Mixed,
    }

    public static bool BecomeStatements(IIsPatternOperation isPattern)
    {
        IPatternOperation pattern = isPattern.Pattern;
        while (pattern is INegatedPatternOperation negated)
            pattern = negated.Pattern;
        return Of(pattern, isPresent: false) is Shape.Any or Shape.Mixed;
    }

    // isPresent: a nullable value is known to be there.
    private static Shape Of(IPatternOperation pattern, bool isPresent) => pattern switch
    {
        IDiscardPatternOperation => Shape.None,
        IDeclarationPatternOperation { MatchesNull: true } => Shape.None,
        _ when IsNull(pattern) => Shape.One,
        IConstantPatternOperation or IRelationalPatternOperation or ITypePatternOperation or IDeclarationPatternOperation => Present(pattern, Shape.One, isPresent),
        INegatedPatternOperation negated => Of(negated.Pattern, isPresent) switch
        {
            Shape.All => Shape.Any,
            Shape.Any => Shape.All,
            Shape shape => shape,
        },
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either =>
            Join(Of(either.LeftPattern, isPresent), Of(either.RightPattern, isPresent || IsNull(either.LeftPattern)), Shape.Any, Shape.All),
        IBinaryPatternOperation both => Join(Of(both.LeftPattern, isPresent), Of(both.RightPattern, isPresent || WantsValue(both.LeftPattern)), Shape.All, Shape.Any),
        IRecursivePatternOperation recursive => Present(
            recursive,
            recursive.DeconstructionSubpatterns.Concat(recursive.PropertySubpatterns.Select(static p => p.Pattern)).Aggregate(Shape.None, static (all, p) => Join(all, Of(p, false), Shape.All, Shape.Any)),
            isPresent),
        _ => Shape.Mixed,
    };

    private static bool IsNull(IPatternOperation pattern) => pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } };

    private static bool WantsValue(IPatternOperation pattern) => pattern switch
    {
        INegatedPatternOperation negated => IsNull(negated.Pattern),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => WantsValue(either.LeftPattern) && WantsValue(either.RightPattern),
        IBinaryPatternOperation both => WantsValue(both.LeftPattern) || WantsValue(both.RightPattern),
        IDeclarationPatternOperation declaration => !declaration.MatchesNull,
        IConstantPatternOperation => !IsNull(pattern),
        IRelationalPatternOperation or ITypePatternOperation or IRecursivePatternOperation => true,
        _ => false,
    };

    // A nullable value is there, and then it is tested.
    private static Shape Present(IPatternOperation pattern, Shape tests, bool isPresent) =>
        !isPresent && pattern.InputType is { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } ? Join(Shape.One, tests, Shape.All, Shape.Any) : tests;

    private static Shape Join(Shape left, Shape right, Shape joined, Shape other)
    {
        if (left == Shape.None || right == Shape.None)
            return left == Shape.None ? right : left;
        return left == other || right == other || left == Shape.Mixed || right == Shape.Mixed ? Shape.Mixed : joined;
    }
}
