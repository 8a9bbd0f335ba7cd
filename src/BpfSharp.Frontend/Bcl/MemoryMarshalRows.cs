using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Operations;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Bcl;

/// <summary><c>System.Runtime.InteropServices.MemoryMarshal</c>.</summary>
internal static class MemoryMarshalRows
{
    private const string Marshal = "M:System.Runtime.InteropServices.MemoryMarshal.";

    public static IEnumerable<KeyValuePair<string, BclHandler>> All { get; } = new Dictionary<string, BclHandler>
    {
        [Marshal + "GetReference``1(System.Span{``0})"] = static (m, c) => SpanMembers.Reference(m, c[0], c.Method.Parameters[0].Type, c.At),
        [Marshal + "GetReference``1(System.ReadOnlySpan{``0})"] = static (m, c) => SpanMembers.Reference(m, c[0], c.Method.Parameters[0].Type, c.At),
        [Marshal + "AsRef``1(System.Span{System.Byte})"] = Checked,
        [Marshal + "AsRef``1(System.ReadOnlySpan{System.Byte})"] = Checked,
        [Marshal + "Read``1(System.ReadOnlySpan{System.Byte})"] = static (m, c) => m.CopyFrom(Checked(m, c)!, c.TypeArgument(0), c.At),
        [Marshal + "Write``1(System.Span{System.Byte},``0@)"] = Write,
        [Marshal + "CreateSpan``1(``0@,System.Int32)"] = static (m, c) => SpanMembers.Make(m, c.Method.ReturnType, c[0], c[1], c.At),
        [Marshal + "CreateReadOnlySpan``1(``0@,System.Int32)"] = static (m, c) => SpanMembers.Make(m, c.Method.ReturnType, c[0], c[1], c.At),
        [Marshal + "AsBytes``1(System.Span{``0})"] = AsBytes,
        [Marshal + "AsBytes``1(System.ReadOnlySpan{``0})"] = AsBytes,
        [Marshal + "Cast``2(System.Span{``0})"] = Cast,
        [Marshal + "Cast``2(System.ReadOnlySpan{``0})"] = Cast,
    };

    // The start of a span that has room for a T; where it has not, the BCL throws ArgumentOutOfRangeException.
    private static IrValue? Checked(MethodLowering method, BclCall call)
    {
        ITypeSymbol span = call.Method.Parameters[0].Type;
        IrValue length = SpanMembers.Length(method, call[0], span, call.At);
        IrValue size = method.Emit.SizeOf(method.MemoryType(call.TypeArgument(0), call.At));
        method.Emit.Guard(FaultKind.IndexOutOfRange, method.Emit.Compare(IrOp.LeU, size, length));
        return SpanMembers.Reference(method, call[0], span, call.At);
    }

    private static IrValue? Write(MethodLowering method, BclCall call)
    {
        IrValue target = Checked(method, call)!;
        method.StoreTo(target, method.LoadFrom(call[1], call.TypeArgument(0), call.At), call.TypeArgument(0), call.At);
        return null;
    }

    private static IrValue? AsBytes(MethodLowering method, BclCall call)
    {
        ITypeSymbol span = call.Method.Parameters[0].Type;
        IrValue reference = SpanMembers.Reference(method, call[0], span, call.At);
        IrType element = method.MemoryType(call.TypeArgument(0), call.At);
        return SpanMembers.Make(method, call.Method.ReturnType, reference, Length(method, call, span, element, IrType.U8), call.At);
    }

    private static IrValue? Cast(MethodLowering method, BclCall call)
    {
        ITypeSymbol span = call.Method.Parameters[0].Type;
        IrValue reference = SpanMembers.Reference(method, call[0], span, call.At);
        IrType from = method.MemoryType(call.TypeArgument(0), call.At);
        IrType to = method.MemoryType(call.TypeArgument(1), call.At);
        return SpanMembers.Make(method, call.Method.ReturnType, reference, Length(method, call, span, from, to), call.At);
    }

    // Whole elements of the new type in the bytes of the old ones; more than int.MaxValue of them is an overflow.
    private static IrValue Length(MethodLowering method, BclCall call, ITypeSymbol span, IrType from, IrType to)
    {
        IrBuilder emit = method.Emit;
        bool sameSize = from == to || (from.IsPrimitive && to.IsPrimitive && from.PrimitiveSize == to.PrimitiveSize);
        if (sameSize)
            return SpanMembers.Length(method, call[0], span, call.At);
        IrValue bytes = SpanMembers.ByteLength(method, call[0], span, from, call.At);
        bool isBytes = to is { IsPrimitive: true, PrimitiveSize: 1 };
        IrValue count = isBytes ? bytes : emit.Binary(IrOp.DivU, bytes, emit.Convert(IrOp.ZExt, IrType.I64, emit.SizeOf(to)));
        return NumericConversions.Convert(emit, count, IrType.U64, IrType.I32, isChecked: !(from is { IsPrimitive: true, PrimitiveSize: 1 }));
    }
}
