using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Runtime;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Properties of a context that are fields of the kernel's context struct.</summary>
internal static class ContextFields
{
    public static IrValue? Load(MethodLowering method, IPropertyReferenceOperation reference, IrValue context)
    {
        if (Read(method, reference.Property) is not { } field)
            return null;
        if (reference.Property.RefKind != RefKind.None)
            return method.Emit.Add(new IrInstruction(IrOp.CtxLoad, IrType.Ptr, context) { TypeArgument = field.Memory, Symbol = field.Name, Immediate = field.Offset });
        var load = new IrInstruction(IrOp.CtxLoad, field.Memory.ValueType, context) { TypeArgument = field.Memory, Symbol = field.Name, Immediate = field.Offset };
        return NumericConversions.Convert(method.Emit, method.Emit.Add(load), field.Memory, method.MemoryType(reference.Type!, reference), isChecked: false);
    }

    public static bool Store(MethodLowering method, IPropertyReferenceOperation reference, IrValue context, IrValue value)
    {
        if (reference.Property.SetMethod is null || Read(method, reference.Property) is not { } field)
            return false;
        IrValue converted = NumericConversions.Convert(method.Emit, value, method.MemoryType(reference.Type!, reference), field.Memory, isChecked: false);
        method.Emit.Add(new IrInstruction(IrOp.CtxStore, IrType.Void, context, converted) { TypeArgument = field.Memory, Symbol = field.Name, Immediate = field.Offset });
        return true;
    }

    private static (string Name, int Offset, IrType Memory)? Read(MethodLowering method, IPropertySymbol property)
    {
        AttributeData? attribute = RuntimeAttributes.Find(property.OriginalDefinition, RuntimeAttributes.ContextField);
        if (attribute is not { ConstructorArguments: [{ Value: string name }, { Value: int offset }, { Value: int size }] })
            return null;
        string since = RuntimeAttributes.Named<string>(attribute, "Since") ?? "";
        int bytes = RuntimeAttributes.Named<int>(attribute, "ResultBytes");
        if (since.Length != 0 || bytes != 0)
            method.Module.Module.ContextFields[name] = new IrContextField(name, since, bytes);
        IrType? memory = size switch
        {
            1 => IrType.U8,
            2 => IrType.U16,
            4 => IrType.U32,
            8 => IrType.U64,
            _ => null,
        };
        return memory is null ? null : (name, offset, memory);
    }
}
