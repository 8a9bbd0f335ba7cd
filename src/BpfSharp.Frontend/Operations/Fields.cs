using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Instance fields of structs, and static fields: globals, maps, load-time constants.</summary>
internal static class Fields
{
    public static bool HasAddress(IFieldSymbol field) => !field.IsConst && !field.IsFixedSizeBuffer && !(field.IsStatic && RuntimeAttributes.IsOpaque(field.Type));

    /// <summary>Fields that are a pointer rather than something to load: maps, load-time constants, fixed buffers; null for others.</summary>
    public static IrValue? Opaque(MethodLowering method, IFieldReferenceOperation reference)
    {
        IFieldSymbol field = reference.Field;
        if (field.IsFixedSizeBuffer && reference.Instance is not null)
            return Slot(method, reference);
        if (!field.IsStatic || field.IsConst)
            return null;
        if (RuntimeAttributes.IsMap(field.Type))
            return method.Module.Globals.MapAddress(method, field, reference);
        if (RuntimeAttributes.IsLoadConstant(field.Type))
            return method.Module.Globals.ConstantAddress(method, field, reference);
        return method.Module.Globals.FoldedValue(method, field);
    }

    public static IrValue Address(MethodLowering method, IFieldReferenceOperation reference)
    {
        IrValue slot = Slot(method, reference);
        return reference.Field.RefKind == RefKind.None ? slot : method.Emit.Load(IrType.Ptr, slot);
    }

    /// <summary>Where the field itself is; of a ref field, where its reference is kept.</summary>
    public static IrValue Slot(MethodLowering method, IFieldReferenceOperation reference)
    {
        IFieldSymbol field = reference.Field;
        if (field.IsStatic)
            return method.Module.Globals.Address(method, field, reference);
        if (reference.Instance is not { Type: { IsValueType: true } } instance)
            return method.Refuse("BPF1004", reference, $"the field '{field.Name}' of a class");
        return Of(method, method.Address(instance), field, reference);
    }

    /// <summary>Address of a field of the struct at <paramref name="address"/>.</summary>
    public static IrValue Of(MethodLowering method, IrValue address, IFieldSymbol field, IOperation at)
    {
        if (TupleIndex(field) is { } index)
            return Tuples.Element(method, address, field.ContainingType, index, at);
        IFieldSymbol real = field.CorrespondingTupleField ?? field;
        return method.Emit.Field(method.SourceType(real.ContainingType, at), real.Name, address);
    }

    private static int? TupleIndex(IFieldSymbol field)
    {
        if (field.ContainingType is not { IsTupleType: true } tuple)
            return null;
        for (int i = 0; i < tuple.TupleElements.Length; i++)
        {
            IFieldSymbol element = tuple.TupleElements[i];
            if (SymbolEqualityComparer.Default.Equals(element.CorrespondingTupleField ?? element, field.CorrespondingTupleField ?? field))
                return i;
        }

        return null;
    }
}
