using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Variables: what may stand left of '=', behind 'ref', or before '.' of a struct's member.</summary>
internal static class Places
{
    /// <summary>True for an operation that names a variable or a settable property; false for one that makes a value.</summary>
    public static bool IsVariable(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation property => PropertyAccess.IsAssignable(property.Property),
        IFieldReferenceOperation { Instance: { Type.IsValueType: true } instance } => IsVariable(instance),
        _ => HasAddress(operation),
    };

    /// <summary>True for an operation that names memory.</summary>
    public static bool HasAddress(IOperation operation) => operation switch
    {
        ILocalReferenceOperation { Local.IsConst: false } or IParameterReferenceOperation or IFlowCaptureReferenceOperation or IDeclarationExpressionOperation => true,
        IFieldReferenceOperation field => Fields.HasAddress(field.Field),
        IInstanceReferenceOperation instance => instance.Type is { IsValueType: true },
        IPropertyReferenceOperation property => PropertyAccess.HasAddress(property.Property),
        IInvocationOperation call => call.TargetMethod.RefKind != RefKind.None,
        ISimpleAssignmentOperation assignment => assignment.IsRef,
        IInlineArrayAccessOperation access => InlineArrayAccess.HasAddress(access),
        IImplicitIndexerReferenceOperation indexer => Indexers.HasAddress(indexer),
        { Kind: OperationKind.None } => Unmodelled.HasAddress(operation),
        IParenthesizedOperation inner => HasAddress(inner.Operand),
        _ => false,
    };

    public static IrValue? Read(MethodLowering method, IOperation operation)
    {
        switch (operation)
        {
            case IInstanceReferenceOperation { Type.IsValueType: false }:
                return method.This ?? method.Poison(operation.Type);
            case IFieldReferenceOperation field when Fields.Opaque(method, field) is { } opaque:
                return opaque;
            case IParameterReferenceOperation parameter when method.Locals.Value(parameter.Parameter) is { } value:
                return value;
            case IImplicitIndexerReferenceOperation indexer when !HasAddress(indexer):
                return Indexers.Value(method, indexer);
            case IInlineArrayAccessOperation access when !HasAddress(access):
                return InlineArrayAccess.Slice(method, access);
            case IPropertyReferenceOperation property when !HasAddress(property):
                return PropertyAccess.Read(method, property);
            default:
                return Of(method, operation).Read(method, operation);
        }
    }

    public static Place Of(MethodLowering method, IOperation operation)
    {
        if (method.Captures.Late.End(operation) is { } late)
            return new AddressPlace(operation.Type!, late);
        switch (operation)
        {
            case IDiscardOperation discard:
                return new DiscardPlace(discard.Type!);
            case IPropertyReferenceOperation property when !PropertyAccess.HasAddress(property.Property):
                return PropertyAccess.Place(method, property);
            case IFlowCaptureReferenceOperation capture:
                return method.Captures.Place(capture);
            case IDeclarationExpressionOperation declaration:
                return Of(method, declaration.Expression);
            case IParenthesizedOperation inner:
                return Of(method, inner.Operand);
            default:
                return new AddressPlace(operation.Type!, AddressOf(method, operation));
        }
    }

    /// <summary>Where the address of a ref variable is kept: a ref local, ref field or by-ref parameter about to refer to something else.</summary>
    public static IrValue RefSlot(MethodLowering method, IOperation target) => target switch
    {
        ILocalReferenceOperation local => method.Locals.Slot(local.Local, target),
        IParameterReferenceOperation parameter => method.Locals.RefSlot(parameter.Parameter) ?? method.Refuse("BPF1027", target, parameter.Parameter.Name),
        IFieldReferenceOperation field => Fields.Slot(method, field),
        _ => method.Refuse("BPF1000", target, "this ref assignment"),
    };

    private static IrValue AddressOf(MethodLowering method, IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation { Local: var local }:
                IrValue slot = method.Locals.Slot(local, operation);
                return local.RefKind == RefKind.None ? slot : method.Emit.Load(IrType.Ptr, slot);
            case IParameterReferenceOperation parameter:
                return method.Locals.Address(parameter.Parameter, operation) ?? method.Refuse("BPF1027", operation, parameter.Parameter.Name);
            case IFieldReferenceOperation field:
                return Fields.Address(method, field);
            case IInstanceReferenceOperation:
                return method.This ?? method.Poison(operation.Type);
            case IPropertyReferenceOperation property:
                return PropertyAccess.Address(method, property);
            case IInvocationOperation call:
                return Invocations.Call(method, call, null) is { } address && address.Type == IrType.Ptr ? address : method.Emit.Slot(IrType.Ptr, "");
            case ISimpleAssignmentOperation assignment:
                return Assignments.RefAssign(method, assignment);
            case IInlineArrayAccessOperation access:
                return InlineArrayAccess.Address(method, access);
            case IImplicitIndexerReferenceOperation indexer:
                return Indexers.Address(method, indexer);
            case { Kind: OperationKind.None }:
                return Unmodelled.Address(method, operation);
            default:
                return method.Materialize(method.Value(operation), operation.Type!, operation);
        }
    }
}
