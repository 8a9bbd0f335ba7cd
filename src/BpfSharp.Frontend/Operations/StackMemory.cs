using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Operations;

/// <summary>Elements on the frame: of <c>stackalloc</c>, and of collection expressions for spans.</summary>
internal static class StackMemory
{
    // The whole stack of a BPF program (MAX_BPF_STACK).
    private const int MaxBytes = 512;

    public static IrValue Allocate(MethodLowering method, IOperation operation, IReadOnlyList<IOperation> children)
    {
        if (children.Count == 0 || Literals.Constant(method, children[0]) is not IrConstant { Value: >= 0 and <= MaxBytes } length)
            return method.Refuse("BPF1016", operation, "'stackalloc' of a length that is not a constant up to 512");
        ITypeSymbol? element = operation.Type is IPointerTypeSymbol pointer ? pointer.PointedAtType : SpanMembers.ElementType(operation.Type!);
        if (element is null)
            return method.Refuse("BPF1016", operation, "'stackalloc' of this type");
        IrValue? memory = Fill(method, operation, element, (int)length.Value, children.Skip(1).ToArray());
        if (memory is null)
            return method.Poison(operation.Type);
        return operation.Type is IPointerTypeSymbol ? memory : SpanMembers.Make(method, operation.Type!, memory, IrConstant.I32((int)length.Value), operation);
    }

    // Zeros where there are no values. Null where it is refused.
    private static IrValue? Fill(MethodLowering method, IOperation operation, ITypeSymbol element, int length, IReadOnlyList<IOperation> values)
    {
        if (method.IsInLoop)
        {
            // In C# each turn has memory of its own; a slot is one place, which a span of an earlier turn would see change.
            method.Report("BPF1016", operation, "memory that each turn of a loop allocates anew");
            return null;
        }

        if (length == 0)
            return IrConstant.Null();
        int errors = method.Module.Diagnostics.Count;
        IrType type = method.SourceType(element, operation);
        IrValue memory = Elements(method, type, length);
        if (values.Count == 0)
            method.Emit.Zero(Declare(method.Module.Module, type, length), memory);
        for (int i = 0; i < values.Count; i++)
            method.StoreTo(method.Emit.Element(type, memory, IrConstant.I32(i)), method.Value(values[i]), element, values[i]);
        return method.Module.Diagnostics.Count == errors ? memory : null;
    }

    /// <summary>Memory that has not been written yet.</summary>
    public static IrValue Elements(MethodLowering method, IrType type, int length) => method.Emit.Slot(Declare(method.Module.Module, type, length), "");

    private static IrType Declare(IrModule module, IrType element, int length)
    {
        string name = "bpfsharp.array" + length.ToString(CultureInfo.InvariantCulture) + "`1";
        if (!module.Types.ContainsKey(name))
        {
            var definition = new IrTypeDefinition(name, 1, IrLayout.Sequential);
            definition.Fields.Add(new IrField("Elements", IrType.Parameter(0), -1, length));
            module.Types.Add(name, definition);
        }

        return IrType.Named(name, element);
    }
}
