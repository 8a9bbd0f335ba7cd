using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>What a member works on: the address of a struct, or a context or map.</summary>
internal static class Receivers
{
    public static IrValue Of(MethodLowering method, IOperation instance, IMethodSymbol member)
    {
        if (instance.Type is not { } type || (type.IsReferenceType && type.TypeKind != TypeKind.TypeParameter))
            return method.Value(instance);
        IrValue address = method.Address(instance);
        // C# protects a readonly variable, and the variable behind a value (a cast), from a member that may change it: the member gets a copy.
        bool isProtected = Places.HasAddress(instance) ? IsReadOnly(method, instance) : instance is not (IObjectCreationOperation or IInvocationOperation);
        return isProtected && !member.IsReadOnly && !member.IsInitOnly ? method.CopyToTemporary(method.LoadFrom(address, type, instance), type, instance) : address;
    }

    private static bool IsReadOnly(MethodLowering method, IOperation variable) => variable switch
    {
        ILocalReferenceOperation { Local: var local } => local.RefKind is RefKind.RefReadOnly,
        IParameterReferenceOperation { Parameter: var parameter } => parameter.RefKind is RefKind.In or RefKind.RefReadOnlyParameter,
        IFieldReferenceOperation { Field: { RefKind: RefKind.RefReadOnly } } => true,
        IFieldReferenceOperation { Field: { RefKind: RefKind.Ref } } => false,
        IFieldReferenceOperation { Field: { IsReadOnly: true } field } reference => !IsInitialising(method, field, reference),
        // C# protects the fields of such a variable, but not the variable itself.
        IFieldReferenceOperation { Instance: ILocalReferenceOperation { Local: { RefKind: RefKind.None } and ({ IsForEach: true } or { IsUsing: true }) } } => true,
        IFieldReferenceOperation { Instance: { Type.IsValueType: true } instance } => IsReadOnly(method, instance),
        IInstanceReferenceOperation => method.Method.IsReadOnly,
        IPropertyReferenceOperation { Property.RefKind: RefKind.RefReadOnly } => true,
        IPropertyReferenceOperation { Property: { RefKind: RefKind.None } } => true,
        IInvocationOperation { TargetMethod.RefKind: RefKind.RefReadOnly } => true,
        IInlineArrayAccessOperation access => IsReadOnly(method, access.Instance),
        IFlowCaptureReferenceOperation capture => method.Captures.IsReadOnly(capture, o => IsReadOnly(method, o)),
        _ => false,
    };

    // A constructor may change the readonly fields of the struct that it makes.
    private static bool IsInitialising(MethodLowering method, IFieldSymbol field, IFieldReferenceOperation reference) =>
        method.Method.MethodKind == MethodKind.Constructor && reference.Instance is IInstanceReferenceOperation
        && SymbolEqualityComparer.Default.Equals(field.ContainingType, method.Method.ContainingType);
}
