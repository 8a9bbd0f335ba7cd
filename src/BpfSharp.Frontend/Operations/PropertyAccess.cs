using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Bcl;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Properties and indexers: fields of contexts, automatic ones (their field), ref-returning ones, and calls of accessors.</summary>
internal static class PropertyAccess
{
    public static bool HasAddress(IPropertySymbol property) => property.RefKind != RefKind.None || BackingField(property) is not null;

    public static bool IsAssignable(IPropertySymbol property) => HasAddress(property) || property.SetMethod is not null;

    /// <summary>Value of a property that is read once and not assigned.</summary>
    public static IrValue Read(MethodLowering method, IPropertyReferenceOperation reference)
    {
        if (reference.Property.GetMethod is not { } getter)
            return method.Refuse("BPF1000", reference, "a property without 'get'");
        if (reference is { Property.Name: "Value", Instance: { } constant } && RuntimeAttributes.IsLoadConstant(constant.Type))
            return method.Module.Globals.ConstantValue(method, constant, reference.Type!, reference);
        if (BclTable.Find(getter) is { } known)
            return BclTable.Lower(method, known, getter, reference.Instance, reference.Arguments, reference) ?? method.Poison(reference.Type);
        if (CallRules.Refusal(reference.Property) is { } refusal)
            return method.Refuse(refusal.Rule, reference, refusal.Arguments);
        int errors = method.Module.Diagnostics.Count;
        IrValue? receiver = Receiver(method, reference, getter);
        IReadOnlyList<IrValue>? arguments = Arguments.Evaluate(method, reference.Arguments);
        return arguments is null || method.Module.Diagnostics.Count != errors ? method.Poison(reference.Type) : Get(method, reference, receiver, arguments);
    }

    /// <summary>Value of a property or indexer of the struct at <paramref name="address"/>; null where it can't be read.</summary>
    public static IrValue? ReadOf(
        MethodLowering method, IPropertySymbol property, IrValue address, IReadOnlyList<IrValue> arguments, IOperation at, ITypeSymbol? receiverType)
    {
        if (BackingField(property) is { } field)
            return method.LoadFrom(Fields.Of(method, address, field, at), field.Type, at);
        if (property.GetMethod is not { } getter)
            return null;
        if (CallRules.Refusal(property) is { } refusal)
            return method.Refuse(refusal.Rule, at, refusal.Arguments);
        IrValue? value = BclTable.Find(getter) is { } known
            ? known(method, new BclCall(getter, address, arguments, at))
            : Call(method, getter, address, arguments, at, ConstrainedTo(property, receiverType));
        return value is not null && value.Type == IrType.Ptr && property.RefKind != RefKind.None ? method.LoadFrom(value, property.Type, at) : value;
    }

    public static Place Place(MethodLowering method, IPropertyReferenceOperation reference)
    {
        if (IsWrittenDirectly(method, reference) && FieldOf(reference.Property) is { } field)
            return new AddressPlace(reference.Type!, Fields.Of(method, method.Address(reference.Instance!), field, reference));
        IMethodSymbol accessor = reference.Property.SetMethod ?? reference.Property.GetMethod!;
        int errors = method.Module.Diagnostics.Count;
        IrValue? receiver = Receiver(method, reference, accessor);
        IReadOnlyList<IrValue>? arguments = Arguments.Evaluate(method, reference.Arguments);
        return arguments is null || method.Module.Diagnostics.Count != errors ? new DiscardPlace(reference.Type!) : new PropertyPlace(reference, receiver, arguments);
    }

    // An initialiser, or a constructor's assignment to what has no 'set'.
    private static bool IsWrittenDirectly(MethodLowering method, IPropertyReferenceOperation reference) =>
        reference.Instance is IInstanceReferenceOperation { Type.IsValueType: true }
        && (SymbolEqualityComparer.Default.Equals(method.Initialised, reference.Property)
            || (reference.Property.SetMethod is null && method.Method.MethodKind == MethodKind.Constructor));

    /// <summary>Address of a property that is memory: automatic, or returning by reference.</summary>
    public static IrValue Address(MethodLowering method, IPropertyReferenceOperation reference)
    {
        IPropertySymbol property = reference.Property;
        if (BackingField(property) is { } field)
        {
            if (reference.Instance is not { Type.IsValueType: true } instance)
                return method.Refuse("BPF1004", reference, $"the property '{property.Name}' of a class");
            return Fields.Of(method, method.Address(instance), field, reference);
        }

        IMethodSymbol getter = property.GetMethod!;
        if (BclTable.Find(getter) is { } known)
            return BclTable.Lower(method, known, getter, reference.Instance, reference.Arguments, reference) ?? method.Poison(reference.Type);
        int errors = method.Module.Diagnostics.Count;
        IrValue? receiver = Receiver(method, reference, getter);
        if (receiver is not null && ContextFields.Load(method, reference, receiver) is { } loaded)
            return loaded;
        IReadOnlyList<IrValue>? arguments = Arguments.Evaluate(method, reference.Arguments);
        return arguments is null || method.Module.Diagnostics.Count != errors
            ? method.Emit.Slot(IrType.Ptr, "")
            : Call(method, getter, receiver, arguments, reference) ?? method.Emit.Slot(IrType.Ptr, "");
    }

    public static IrValue Get(MethodLowering method, IPropertyReferenceOperation reference, IrValue? receiver, IReadOnlyList<IrValue> arguments)
    {
        if (receiver is not null && ContextFields.Load(method, reference, receiver) is { } loaded)
            return loaded;
        if (reference.Property.GetMethod is not { } getter)
            return method.Refuse("BPF1000", reference, "a property without 'get'");
        IReadOnlyList<IrValue> own = Arguments.CopyAggregates(method, getter, arguments, reference);
        return Call(method, getter, receiver, own, reference) ?? method.Poison(reference.Type);
    }

    public static void Set(MethodLowering method, IPropertyReferenceOperation reference, IrValue? receiver, IReadOnlyList<IrValue> arguments, IrValue value)
    {
        if (receiver is not null && ContextFields.Store(method, reference, receiver, value))
            return;
        if (CallRules.Refusal(reference.Property) is { } refusal)
        {
            method.Report(refusal.Rule, reference, refusal.Arguments);
            return;
        }

        if (reference.Property.SetMethod is not { } setter)
        {
            method.Report("BPF1000", reference, "a property without 'set'");
            return;
        }

        IParameterSymbol last = setter.Parameters[setter.Parameters.Length - 1];
        IrValue passed = Arguments.ByConvention(method, value, last, reference);
        IReadOnlyList<IrValue> own = Arguments.CopyAggregates(method, reference.Property.GetMethod ?? setter, arguments, reference);
        Call(method, setter, receiver, own.Append(passed).ToList(), reference);
    }

    private static IrValue? Receiver(MethodLowering method, IPropertyReferenceOperation reference, IMethodSymbol accessor)
    {
        if (reference.Instance is not { } instance)
            return null;
        return ExtensionMembers.Implementation(accessor) is { } extension
            ? Arguments.Evaluate(method, instance, extension.Parameters[0])
            : Receivers.Of(method, instance, accessor);
    }

    private static IrValue? Call(MethodLowering method, IMethodSymbol accessor, IrValue? receiver, IReadOnlyList<IrValue> arguments, IPropertyReferenceOperation reference) =>
        Call(method, accessor, receiver, arguments, reference, reference.ConstrainedToType ?? ConstrainedTo(reference.Property, reference.Instance?.Type));

    private static IrValue? Call(
        MethodLowering method, IMethodSymbol accessor, IrValue? receiver, IReadOnlyList<IrValue> arguments, IOperation at, ITypeSymbol? constrainedTo)
    {
        if (ExtensionMembers.Implementation(accessor) is not { } extension)
            return Calls.Emit(method, accessor, receiver, arguments, at, constrainedTo);
        IEnumerable<IrValue> all = receiver is null ? arguments : arguments.Prepend(receiver);
        IReadOnlyList<IrValue> own = Arguments.CopyAggregates(method, extension, all.ToList(), at);
        return Calls.Emit(method, extension, null, own, at);
    }

    // A member of an interface that a type parameter is constrained to: the receiver's type decides.
    private static ITypeSymbol? ConstrainedTo(IPropertySymbol property, ITypeSymbol? receiver) =>
        property is { IsStatic: false, ContainingType.TypeKind: TypeKind.Interface } && receiver is { TypeKind: TypeKind.TypeParameter or TypeKind.Struct } ? receiver : null;

    /// <summary>The field of an automatic property of a struct; null for properties with code.</summary>
    public static IFieldSymbol? BackingField(IPropertySymbol property)
    {
        if (property.IsStatic || property.ContainingType is not { TypeKind: TypeKind.Struct } || property.IsIndexer || property.IsAbstract)
            return null;
        return AutoProperties.IsAutomatic(property.OriginalDefinition) ? FieldOf(property) : null;
    }

    /// <summary>The field that C# has made for a property: an automatic one's, or that of 'field'.</summary>
    public static IFieldSymbol? FieldOf(IPropertySymbol property)
    {
        IPropertySymbol definition = property.OriginalDefinition;
        return property.ContainingType.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f =>
            SymbolEqualityComparer.Default.Equals(f.OriginalDefinition.AssociatedSymbol, definition) || f.Name == "<" + property.Name + ">k__BackingField");
    }
}
