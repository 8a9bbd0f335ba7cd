using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering.Closures;

/// <summary>What is done to a local where it stands.</summary>
internal static class LocalUse
{
    /// <summary>Only its value is wanted.</summary>
    public static bool IsRead(ILocalReferenceOperation local) => local.Parent switch
    {
        IConversionOperation or IBinaryOperation or IUnaryOperation { OperatorKind: not UnaryOperatorKind.None } or IIsPatternOperation or IParenthesizedOperation or ISwitchOperation or ISwitchExpressionOperation => true,
        IConditionalOperation { IsRef: false } or IArgumentOperation { Parameter.RefKind: RefKind.None } or IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.RefKind: RefKind.None } } => true,
        ISimpleAssignmentOperation assignment => assignment.Value == local && !assignment.IsRef,
        ICompoundAssignmentOperation compound => compound.Value == local,
        _ => false,
    };

    /// <summary>It gets another value, and nothing refers to it afterwards.</summary>
    public static bool IsWrite(ILocalReferenceOperation local) => local.Parent switch
    {
        ISimpleAssignmentOperation assignment => assignment.Target == local && !assignment.IsRef,
        ICompoundAssignmentOperation { OperatorMethod: null or { IsStatic: true } } compound => compound.Target == local,
        IIncrementOrDecrementOperation { OperatorMethod: null or { IsStatic: true } } => true,
        IDeclarationExpressionOperation { Parent: IArgumentOperation { Parameter.RefKind: RefKind.Out } } or IArgumentOperation { Parameter.RefKind: RefKind.Out } => true,
        _ => false,
    };
}
