using System.Linq;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Operations of which nobody can tell when they ran: they neither fault nor change anything.</summary>
internal static class Silence
{
    /// <summary>True where the operation itself is silent, whatever its operands are.</summary>
    public static bool Is(MethodLowering method, IOperation operation) => operation.ConstantValue.HasValue || operation switch
    {
        ILiteralOperation or ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IInstanceReferenceOperation or IDefaultValueOperation or ISizeOfOperation => true,
        IParenthesizedOperation or IArgumentOperation or ITupleOperation or IConditionalOperation or ICoalesceOperation or IConditionalAccessOperation or IConditionalAccessInstanceOperation => true,
        IIsPatternOperation or IRecursivePatternOperation { DeconstructSymbol: null } or IPropertySubpatternOperation or ISwitchExpressionArmOperation => true,
        IRecursivePatternOperation => false,
        IPatternOperation or IDiscardOperation or IDeclarationExpressionOperation => true,
        ISwitchExpressionOperation { Arms: var arms } => arms.Any(static a => a is { Pattern: IDiscardPatternOperation, Guard: null }),
        IUnaryOperation { OperatorMethod: null, IsChecked: false } => true,
        IBinaryOperation { OperatorMethod: null, IsChecked: false } binary => binary.OperatorKind is not (BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder),
        IConversionOperation { OperatorMethod: null, Type: { } to, Operand.Type: { } from } conversion =>
            !CheckedContext.Of(method, conversion) && (Nullables.Underlying(from) is null || Nullables.Underlying(to) is not null),
        IPropertyReferenceOperation { Property.Name: "HasValue" or "Length" or "IsEmpty", Instance.Type: { } type } => Nullables.Underlying(type) is not null || SpanMembers.ElementType(type) is not null,
        IInvocationOperation { TargetMethod.Name: "GetValueOrDefault", Instance.Type: { } type } => Nullables.Underlying(type) is not null,
        IObjectCreationOperation { Constructor.IsImplicitlyDeclared: true } => true,
        _ => false,
    };
}
