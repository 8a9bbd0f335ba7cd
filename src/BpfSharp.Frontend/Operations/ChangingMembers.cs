using System.Linq;
using BpfSharp.Frontend.Bcl;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Members that may assign to the struct that they are called on. 'readonly' says that one does not; else its body does.</summary>
internal static class ChangingMembers
{
    public static bool MayChange(ModuleLowering module, IMethodSymbol member)
    {
        IMethodSymbol method = ExtensionMembers.Implementation(member) ?? member.GetConstructedReducedFrom() ?? member;
        if (method.IsStatic)
            return method.Parameters.FirstOrDefault()?.RefKind is RefKind.Ref;
        if (method.IsReadOnly || (method.IsImplicitlyDeclared && method.ContainingType.IsRecord) || BclTable.Find(method) is not null)
            return false;
        return module.Bodies.Find(method.OriginalDefinition) is not { } source
            || source.Operations.OfType<IInstanceReferenceOperation>().Any(static i => !IsOnlyRead(i));
    }

    private static bool IsOnlyRead(IInstanceReferenceOperation self)
    {
        IOperation variable = self;
        while (variable.Parent is IFieldReferenceOperation { Type.IsValueType: true } or IPropertyReferenceOperation { Type.IsValueType: true } && IsMember(variable.Parent, variable))
            variable = variable.Parent;
        return variable != self && variable.Parent switch
        {
            IReturnOperation or IBinaryOperation or IUnaryOperation or IConversionOperation or IConditionalOperation or IBlockOperation or IExpressionStatementOperation => true,
            IArgumentOperation argument => argument.Parameter is { RefKind: RefKind.None or RefKind.In },
            ISimpleAssignmentOperation assignment => assignment.Value == variable && !assignment.IsRef,
            ICompoundAssignmentOperation compound => compound.Value == variable,
            IVariableInitializerOperation initializer => initializer.Parent is not IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None },
            ISwitchExpressionOperation or IIsPatternOperation or ITupleOperation => true,
            _ => false,
        };
    }

    private static bool IsMember(IOperation member, IOperation instance) => member switch
    {
        IFieldReferenceOperation field => field.Instance == instance && field.Field.RefKind == RefKind.None,
        IPropertyReferenceOperation property => property.Instance == instance && (PropertyAccess.BackingField(property.Property) is not null || property.Property.GetMethod is { IsReadOnly: true }),
        _ => false,
    };
}
