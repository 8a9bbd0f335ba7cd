using System.Collections.Generic;
using System.Linq;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>
/// The last part of an expression that csc makes a statement of, before the statement that the expression stands in (its <c>SpillSequenceSpiller</c>). A <c>switch</c>, an <c>is</c> whose tests are neither all
/// wanted nor any of them, and a <c>stackalloc</c> become statements, and all that is evaluated before the last of them; what is evaluated behind it stays, except where csc has a list of side effects
/// with a value behind them (operands of lifted operators, object initializers): of such a list all become statements, or none.
/// </summary>
/// <param name="First">The part is at least all that is evaluated up to the end of this operation.</param>
/// <param name="Last">It is at most all up to the end of this one: the same, but for what csc arranges in ways that are not followed here.</param>
internal sealed record Spill(IOperation First, IOperation Last)
{
    /// <param name="operation">Of the tree, not of a control-flow graph.</param>
    /// <returns>Null where nothing becomes a statement.</returns>
    public static Spill? Of(MethodLowering method, IOperation operation) => operation switch
    {
        { ConstantValue.HasValue: true } => null,
        ISwitchExpressionOperation => To(operation),
        IIsPatternOperation isPattern => PatternTests.BecomeStatements(isPattern) ? To(operation) : OfList(method, isPattern.Value),
        ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or IAnonymousFunctionOperation => null,
        IConditionalOperation { WhenFalse: { } whenFalse, IsRef: false } conditional => OfConditional(method, conditional, whenFalse),
        IBinaryOperation binary => OfBinary(method, binary),
        IUnaryOperation { IsLifted: true } unary => IsLowered(unary.Operand) ? Unknown(method, unary) : OfList(method, unary.Operand),
        IConversionOperation conversion => OfConversion(method, conversion),
        ICoalesceOperation coalesce => OfCoalesce(method, coalesce),
        IConditionalAccessOperation access => Of(method, access.WhenNotNull) is null ? Of(method, access.Operation) : To(access),
        IObjectCreationOperation { Initializer: { } initializer } creation => OfInitializer(method, creation, initializer),
        IWithOperation with => OfInitializer(method, with, with.Initializer),
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.RefKind: RefKind.None } } assignment => Behind(method, assignment) is null ? null : To(assignment),
        ICompoundAssignmentOperation { Target: not IPropertyReferenceOperation { Property.RefKind: RefKind.None }, IsLifted: false } compound => Of(method, compound.Value) ?? Unknown(method, compound),
        IInvocationOperation or IObjectCreationOperation or IPropertyReferenceOperation => Behind(method, operation) is { } some && !IsInOrder(operation) ? some with { Last = operation.ChildOperations.Last() } : Behind(method, operation),
        IUnaryOperation or IFieldReferenceOperation or IArgumentOperation or IParenthesizedOperation or ITupleOperation or ISimpleAssignmentOperation { IsRef: false } or IThrowOperation => Behind(method, operation),
        _ when operation.Syntax is StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax && SpanMembers.ElementType(operation.Type!) is not null => To(operation),
        _ => Unknown(method, operation),
    };

    /// <summary>Of operations that are evaluated one after the other, and whose values are used then: the last one's.</summary>
    public static Spill? OfLast(MethodLowering method, IEnumerable<IOperation> operations) => operations.Select(o => Of(method, o)).LastOrDefault(static s => s is not null);

    /// <summary>True where csc passes the arguments as they stand: each is written, in the order of the parameters.</summary>
    public static bool IsInOrder(IOperation call)
    {
        IReadOnlyList<IArgumentOperation> arguments = call switch
        {
            IInvocationOperation invocation => invocation.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            IPropertyReferenceOperation property => property.Arguments,
            _ => new IArgumentOperation[0],
        };
        return arguments.Select((a, i) => a.Parameter?.Ordinal == i && a.ArgumentKind == ArgumentKind.Explicit).All(static inOrder => inOrder);
    }

    private static Spill To(IOperation end) => new(end, end);

    // What is evaluated stays as it is, behind what becomes statements.
    private static Spill? Behind(MethodLowering method, IOperation operation) => OfLast(method, operation.ChildOperations);

    // Side effects, and a value behind them: of the side effects all become statements.
    private static Spill? OfList(MethodLowering method, params IOperation[] sideEffects) => OfLast(method, sideEffects) is null ? null : To(sideEffects[sideEffects.Length - 1]);

    private static Spill? Unknown(MethodLowering method, IOperation operation) => Behind(method, operation) is { } some ? some with { Last = operation } : null;

    private static Spill? OfConditional(MethodLowering method, IConditionalOperation conditional, IOperation whenFalse)
    {
        if (conditional.Condition.ConstantValue is { HasValue: true, Value: bool known })
            return Of(method, known ? conditional.WhenTrue : whenFalse);
        return Of(method, conditional.WhenTrue) is null && Of(method, whenFalse) is null ? Of(method, conditional.Condition) : To(conditional);
    }

    private static Spill? OfBinary(MethodLowering method, IBinaryOperation binary)
    {
        bool isShort = binary.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr;
        if (isShort && !binary.LeftOperand.ConstantValue.HasValue && Of(method, binary.RightOperand) is not null)
            return To(binary);
        if (isShort && binary.OperatorMethod is not null)
            return OfList(method, binary.LeftOperand);
        if (!binary.IsLifted)
            return Behind(method, binary);

        bool isEquality = binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;
        IOperation left = Inner(binary.LeftOperand);
        IOperation right = Inner(binary.RightOperand);
        if (isEquality && (IsNull(right) || (binary.OperatorMethod is null && IsComparedAsItIs(right))) && left == binary.LeftOperand)
            return Of(method, left);
        if (isEquality && (IsNull(left) || (binary.OperatorMethod is null && IsComparedAsItIs(left))) && right == binary.RightOperand)
            return Of(method, right);
        bool isArranged = IsNull(left) || IsNull(right) || (left != binary.LeftOperand && right != binary.RightOperand) || (right.ConstantValue.HasValue && IsLowered(left));
        return isArranged ? Unknown(method, binary) : OfList(method, binary.LeftOperand, binary.RightOperand);
    }

    private static Spill? OfConversion(MethodLowering method, IConversionOperation conversion)
    {
        if (conversion.Type is { IsTupleType: true })
            return conversion.Conversion is { IsImplicit: true } && conversion.IsImplicit && conversion.Operand is ITupleOperation ? Unknown(method, conversion) : Behind(method, conversion);
        bool isFromNullable = conversion.Operand.Type is { } from && Nullables.Underlying(from) is not null;
        bool isLifted = isFromNullable && (conversion.OperatorMethod is { Parameters: [var parameter] } ? Nullables.Underlying(parameter.Type) is null : Nullables.Underlying(conversion.Type!) is not null);
        if (!isLifted || (conversion.OperatorMethod is null && SymbolEqualityComparer.Default.Equals(conversion.Type, conversion.Operand.Type)))
            return Behind(method, conversion);
        return IsLowered(conversion.Operand) ? Unknown(method, conversion) : OfList(method, conversion.Operand);
    }

    private static Spill? OfCoalesce(MethodLowering method, ICoalesceOperation coalesce)
    {
        if (Of(method, coalesce.WhenNull) is not null)
            return To(coalesce);
        // One condition is made of the two.
        if (coalesce.Value is IConditionalAccessOperation access && coalesce.ValueConversion is { IsIdentity: true } or { IsNullable: true }
            && access.WhenNotNull.Type is { } result && Nullables.Underlying(result) is null && Of(method, access.WhenNotNull) is null)
            return Of(method, access.Operation);
        if (coalesce.Value is IConditionalAccessOperation or IConversionOperation)
            return Unknown(method, coalesce);
        // GetValueOrDefault is called with what stands right, or without.
        bool isCall = coalesce.Value.Type is { } type && SymbolEqualityComparer.Default.Equals(Nullables.Underlying(type), coalesce.WhenNull.Type)
            && (coalesce.WhenNull.ConstantValue.HasValue || coalesce.WhenNull is IDefaultValueOperation or ILocalReferenceOperation { Local.RefKind: RefKind.None } or IParameterReferenceOperation { Parameter.RefKind: RefKind.None });
        return isCall ? Of(method, coalesce.Value) : OfList(method, coalesce.Value);
    }

    private static Spill? OfInitializer(MethodLowering method, IOperation operation, IObjectOrCollectionInitializerOperation initializer)
    {
        IOperation last = initializer;
        while (last is IObjectOrCollectionInitializerOperation { Initializers: { Length: > 0 } inner })
            last = inner[inner.Length - 1] is IMemberInitializerOperation member ? member.Initializer : inner[inner.Length - 1];
        if (last is IObjectOrCollectionInitializerOperation)
            return Unknown(method, operation);
        return Behind(method, operation) is null ? null : To(last);
    }

    // What csc may take apart again instead of storing it: it has the form of a condition, or is known to be there.
    private static bool IsLowered(IOperation operand) => operand is IConversionOperation or IBinaryOperation or IUnaryOperation or IConditionalAccessOperation or ICoalesceOperation or IDefaultValueOperation or IObjectCreationOperation;

    private static IOperation Inner(IOperation operand) => operand is IConversionOperation { OperatorMethod: null, Operand: var inner } ? inner : operand;

    private static bool IsNull(IOperation operand) => operand.ConstantValue is { HasValue: true, Value: null } || operand is IDefaultValueOperation;

    // No other value is equal to it, so nothing else than the value is asked for.
    private static bool IsComparedAsItIs(IOperation operand) => operand.ConstantValue is { HasValue: true, Value: int and not 0 or uint and not 0 or long and not 0 or ulong and not 0 or true };
}
