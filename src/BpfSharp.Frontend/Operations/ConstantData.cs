using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Gather;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Read-only data of the object: what C# puts into the data section of an assembly.</summary>
internal static class ConstantData
{
    public static IrValue? Utf8(MethodLowering method, IOperation operation)
    {
        byte[] text = Encoding.UTF8.GetBytes(((IUtf8StringOperation)operation).Value);
        // C# promises a zero behind the text, outside of the span.
        return Span(method, operation, text.Concat(new byte[] { 0 }).ToArray(), text.Length);
    }

    /// <summary>A span over constants; null where an element is none, or its type is no primitive.</summary>
    public static IrValue? Span(MethodLowering method, IOperation operation, ITypeSymbol element, IReadOnlyList<IOperation> values)
    {
        if (method.Types.Memory(element) is not { IsPrimitive: true })
            return null;
        var bytes = new List<byte>();
        foreach (IOperation value in values)
        {
            if (value.ConstantValue is not { HasValue: true, Value: { } constant } || ConstantBytes.Of(constant, element) is not { } own)
                return null;
            bytes.AddRange(own);
        }

        return bytes.Count == 0 ? null : Span(method, operation, bytes.ToArray(), values.Count);
    }

    private static IrValue Span(MethodLowering method, IOperation operation, byte[] bytes, int length) =>
        SpanMembers.Make(method, operation.Type!, method.Emit.Symbol(IrOp.GlobalAddr, Declare(method.Module, bytes)), IrConstant.I32(length), operation);

    /// <summary>Where bytes lie in .rodata.</summary>
    public static IrValue Address(MethodLowering method, byte[] bytes) => method.Emit.Symbol(IrOp.GlobalAddr, Declare(method.Module, bytes));

    private static string Declare(ModuleLowering lowering, byte[] bytes)
    {
        IrModule module = lowering.Module;
        string prefix = Prefix(lowering);
        IrGlobal? same = module.Globals.FirstOrDefault(g => g.Name.StartsWith(prefix, StringComparison.Ordinal) && g.Initial!.SequenceEqual(bytes));
        if (same is not null)
            return same.Name;
        string type = "bpfsharp.bytes" + bytes.Length.ToString(CultureInfo.InvariantCulture);
        if (!module.Types.ContainsKey(type))
        {
            var definition = new IrTypeDefinition(type, 0, IrLayout.Sequential);
            definition.Fields.Add(new IrField("Bytes", IrType.U8, -1, bytes.Length));
            module.Types.Add(type, definition);
        }

        string name = prefix + module.Globals.Count(g => g.Name.StartsWith(prefix, StringComparison.Ordinal)).ToString(CultureInfo.InvariantCulture);
        module.Globals.Add(new IrGlobal { Name = name, Type = IrType.Named(type), IsConstant = true, Initial = bytes });
        return name;
    }

    // Data of a library's bodies meets that of a program, and of other libraries, in one object.
    private static string Prefix(ModuleLowering lowering) =>
        lowering.ProgramClass is null ? "bpfsharp." + lowering.Compilation.AssemblyName + ".data" : "bpfsharp.data";
}
