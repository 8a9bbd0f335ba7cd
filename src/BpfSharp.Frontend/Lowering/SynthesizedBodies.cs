using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Operations;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Members whose bodies the C# compiler makes: accessors of automatic properties, primary constructors, equality of record structs.</summary>
internal static class SynthesizedBodies
{
    public static bool TryLower(MethodLowering method)
    {
        IMethodSymbol symbol = method.Method;
        switch (symbol.MethodKind)
        {
            case MethodKind.PropertyGet or MethodKind.PropertySet when symbol.AssociatedSymbol is IPropertySymbol property && PropertyAccess.FieldOf(property) is { } field:
                return Accessor(method, field);
            case MethodKind.Constructor when symbol.ContainingType.IsValueType && !symbol.IsImplicitlyDeclared:
                return PrimaryConstructor(method);
            case MethodKind.Ordinary when symbol.Name == WellKnownMemberNames.DeconstructMethodName && symbol.IsImplicitlyDeclared && symbol.ContainingType.IsRecord:
                return Deconstruct(method);
            default:
                return RecordEquality.TryLower(method);
        }
    }

    private static bool Accessor(MethodLowering method, IFieldSymbol field)
    {
        // C# has none that gives a reference (CS8145): somebody is still typing its body.
        if (method.Method.RefKind != RefKind.None)
        {
            method.Module.MarkIncomplete();
            return false;
        }

        if (method.This is not { } self || method.Types.Source(method.Method.ContainingType) is not { } owner || method.Types.Source(field.Type) is not { } type)
            return false;
        IrType memory = method.Types.Memory(field.Type)!;
        IrValue address = method.Emit.Field(owner, field.Name, self);
        if (method.Method.MethodKind == MethodKind.PropertySet)
        {
            Store(method, method.Method.Parameters[0], address, type, memory);
            method.Emit.Return(null);
        }
        else if (memory.IsPrimitive)
        {
            method.Emit.Return(method.Emit.Load(memory, address));
        }
        else
        {
            method.Emit.Copy(type, method.ResultPointer!, address);
            method.Emit.Return(null);
        }

        return true;
    }

    // Each output is the property or field of its name, which a record may write itself.
    private static bool Deconstruct(MethodLowering method)
    {
        INamedTypeSymbol type = method.Method.ContainingType;
        if (method.This is not { } self || method.Types.Source(type) is not { } owner)
            return false;
        foreach (IParameterSymbol part in method.Method.Parameters)
        {
            if (method.Locals.AddressOf(part) is not { } target || method.Types.Memory(part.Type) is not { } memory)
                return false;
            IPropertySymbol? property = type.GetMembers(part.Name).OfType<IPropertySymbol>().FirstOrDefault();
            IFieldSymbol? field = property is null ? type.GetMembers(part.Name).OfType<IFieldSymbol>().FirstOrDefault() : PropertyAccess.BackingField(property);
            if (field is not null)
                Store(method, memory, target, method.Emit.Field(owner, field.Name, self));
            else if (property?.GetMethod is not { } getter || !Get(method, getter, self, memory, target))
                return false;
        }

        method.Emit.Return(null);
        return true;
    }

    private static void Store(MethodLowering method, IrType memory, IrValue target, IrValue source)
    {
        if (memory.IsPrimitive)
            method.Emit.Store(memory, target, method.Emit.Load(memory, source));
        else
            method.Emit.Copy(memory, target, source);
    }

    private static bool Get(MethodLowering method, IMethodSymbol getter, IrValue self, IrType memory, IrValue target)
    {
        if (getter.RefKind != RefKind.None || method.Module.Require(getter) is not null)
            return false;
        bool pointer = FunctionSignature.HasResultPointer(getter, method.Types);
        var call = new IrInstruction(IrOp.Call, FunctionSignature.ReturnType(getter, method.Types), pointer ? new[] { target, self } : new[] { self })
        {
            Symbol = method.Module.NameOf(getter),
            CallArguments = Enumerable.Range(0, MetadataNames.Arity(getter.ContainingType)).Select(IrType.Parameter).ToArray(),
        };
        method.Emit.Add(call);
        if (!pointer)
            method.Emit.Store(memory, target, call);
        return true;
    }

    // Each parameter of a positional record initialises the property of its name.
    private static bool PrimaryConstructor(MethodLowering method)
    {
        Constructors.Prepare(method);
        INamedTypeSymbol type = method.Method.ContainingType;
        foreach (IParameterSymbol parameter in method.Method.Parameters)
        {
            IPropertySymbol? property = type.GetMembers(parameter.Name).OfType<IPropertySymbol>()
                .FirstOrDefault(p => p.DeclaringSyntaxReferences.Any(r => parameter.DeclaringSyntaxReferences.Any(q => q.Span == r.Span && q.SyntaxTree == r.SyntaxTree)));
            if (property is null || PropertyAccess.BackingField(property) is not { } field || method.Types.Source(type) is not { } owner)
                continue;
            Store(method, parameter, method.Emit.Field(owner, field.Name, method.This!), method.Types.Source(field.Type)!, method.Types.Memory(field.Type)!);
        }

        method.Emit.Return(null);
        return true;
    }

    private static void Store(MethodLowering method, IParameterSymbol parameter, IrValue address, IrType type, IrType memory)
    {
        IrValue? value = method.Locals.Value(parameter);
        if (value is not null)
            method.Emit.Store(memory, address, value);
        else if (method.Locals.AddressOf(parameter) is { } source)
            method.Emit.Copy(type, address, source);
    }
}
