using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Types;

/// <summary>Why a type is not in the subset.</summary>
internal static class TypeRules
{
    public static bool IsError(ITypeSymbol type) => type switch
    {
        IErrorTypeSymbol => true,
        IArrayTypeSymbol array => IsError(array.ElementType),
        IPointerTypeSymbol pointer => IsError(pointer.PointedAtType),
        INamedTypeSymbol named => HasErrorArgument(named),
        _ => false,
    };

    /// <summary>Null for a type that programs may have.</summary>
    public static (string Rule, string[] Arguments)? Refusal(ITypeSymbol type)
    {
        string name = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        return type switch
        {
            { SpecialType: SpecialType.System_Single or SpecialType.System_Double } => ("BPF1001", new[] { name }),
            { SpecialType: SpecialType.System_Decimal } => ("BPF1002", new[] { name }),
            { SpecialType: SpecialType.System_String } => ("BPF1003", new string[0]),
            { TypeKind: TypeKind.Array } => ("BPF1005", new[] { "an array" }),
            { TypeKind: TypeKind.Delegate } => ("BPF1007", new[] { "a delegate" }),
            { TypeKind: TypeKind.Dynamic } => ("BPF1009", new[] { "'dynamic'" }),
            INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] } when value.TypeKind != TypeKind.Struct || value.SpecialType != SpecialType.None => Refusal(value),
            { TypeKind: TypeKind.Class or TypeKind.Interface } => ("BPF1004", new[] { $"'{name}'" }),
            _ => ("BPF1018", new[] { name }),
        };
    }

    /// <summary>Reports an operation whose value can't be in a program; boxing and lambdas have rules of their own.</summary>
    public static void Report(MethodLowering method, IOperation operation, ITypeSymbol type)
    {
        switch (operation)
        {
            case IConversionOperation { Operand.Type: { IsValueType: true } from } when type.IsReferenceType:
                method.Report("BPF1015", operation, from.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
                break;
            case IObjectCreationOperation when type.TypeKind == TypeKind.Class:
                method.Report("BPF1004", operation, $"'new {type.Name}'");
                break;
            case IInterpolatedStringOperation:
                method.Report("BPF1029", operation, "an interpolated string");
                break;
            case ITypeOfOperation:
                method.Report("BPF1028", operation, "'typeof'");
                break;
            case IInvocationOperation { TargetMethod.ReturnType: var result } invocation when Operations.CallRules.Refusal(invocation.TargetMethod) is { } refusal:
                method.Report(refusal.Rule, operation, refusal.Arguments);
                break;
            default:
                if (Refusal(type) is { } reason)
                    method.Report(reason.Rule, operation, reason.Arguments);
                break;
        }
    }

    private static bool HasErrorArgument(INamedTypeSymbol type)
    {
        foreach (ITypeSymbol argument in type.TypeArguments)
        {
            if (IsError(argument))
                return true;
        }

        return false;
    }
}
