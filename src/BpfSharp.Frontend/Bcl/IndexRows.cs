using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Operations;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Bcl;

/// <summary><c>System.Index</c> and <c>System.Range</c>.</summary>
internal static class IndexRows
{
    private const string Index = "M:System.Index.";
    private const string Range = "M:System.Range.";

    public static IEnumerable<KeyValuePair<string, BclHandler>> All
    {
        get
        {
            yield return new(Index + "#ctor(System.Int32,System.Boolean)", Create);
            yield return new(Index + "op_Implicit(System.Int32)~System.Index", static (m, c) => IndexValues.Make(m, c.Method.ReturnType, c[0], fromEnd: false, c.At));
            yield return new(Index + "FromStart(System.Int32)", static (m, c) => IndexValues.Make(m, c.Method.ReturnType, c[0], fromEnd: false, c.At));
            yield return new(Index + "FromEnd(System.Int32)", static (m, c) => IndexValues.Make(m, c.Method.ReturnType, c[0], fromEnd: true, c.At));
            yield return new(Index + "get_Start", static (m, c) => IndexValues.Encoded(m, c.Method.ReturnType, IrConstant.I32(0), c.At));
            yield return new(Index + "get_End", static (m, c) => IndexValues.Encoded(m, c.Method.ReturnType, IrConstant.I32(-1), c.At));
            yield return new(Index + "get_Value", Value);
            yield return new(Index + "get_IsFromEnd", static (m, c) => m.Emit.Compare(IrOp.LtS, IndexValues.Load(m.Emit, c.Receiver!), IrConstant.I32(0)));
            yield return new(Index + "GetOffset(System.Int32)", static (m, c) => IndexValues.Offset(m.Emit, IndexValues.Load(m.Emit, c.Receiver!), c[0]));
            yield return new(Index + "Equals(System.Index)", static (m, c) => m.Emit.Compare(IrOp.Eq, IndexValues.Load(m.Emit, c.Receiver!), IndexValues.Load(m.Emit, c[0])));
            yield return new(Range + "#ctor(System.Index,System.Index)", static (m, c) =>
                IndexValues.MakeRange(m, c.Method.ContainingType, IndexValues.Load(m.Emit, c[0]), IndexValues.Load(m.Emit, c[1]), c.At));
            yield return new(Range + "StartAt(System.Index)", static (m, c) => IndexValues.MakeRange(m, c.Method.ReturnType, IndexValues.Load(m.Emit, c[0]), IrConstant.I32(-1), c.At));
            yield return new(Range + "EndAt(System.Index)", static (m, c) => IndexValues.MakeRange(m, c.Method.ReturnType, IrConstant.I32(0), IndexValues.Load(m.Emit, c[0]), c.At));
            yield return new(Range + "get_All", static (m, c) => IndexValues.MakeRange(m, c.Method.ReturnType, IrConstant.I32(0), IrConstant.I32(-1), c.At));
            yield return new(Range + "get_Start", static (m, c) => m.CopyToTemporary(End(m, c.Receiver!, KnownDefinitions.Start), c.Method.ReturnType, c.At));
            yield return new(Range + "get_End", static (m, c) => m.CopyToTemporary(End(m, c.Receiver!, KnownDefinitions.End), c.Method.ReturnType, c.At));
            yield return new(Range + "GetOffsetAndLength(System.Int32)", GetOffsetAndLength);
            yield return new(Range + "Equals(System.Range)", Equal);
        }
    }

    private static IrValue? Create(MethodLowering method, BclCall call)
    {
        method.Emit.Guard(FaultKind.IndexOutOfRange, method.Emit.Compare(IrOp.LeS, IrConstant.I32(0), call[0]));
        // All bits turned where it is from the end.
        IrValue mask = method.Emit.Unary(IrOp.Neg, call[1]);
        return IndexValues.Encoded(method, call.Method.ContainingType, method.Emit.Binary(IrOp.Xor, call[0], mask), call.At);
    }

    private static IrValue? Value(MethodLowering method, BclCall call)
    {
        IrValue value = IndexValues.Load(method.Emit, call.Receiver!);
        return method.Emit.Binary(IrOp.Xor, value, method.Emit.Binary(IrOp.ShrS, value, IrConstant.I32(31)));
    }

    private static IrValue? GetOffsetAndLength(MethodLowering method, BclCall call)
    {
        IrBuilder emit = method.Emit;
        IrValue start = Offset(method, call, KnownDefinitions.Start);
        IrValue end = Offset(method, call, KnownDefinitions.End);
        emit.Guard(FaultKind.IndexOutOfRange, emit.Compare(IrOp.LeU, end, call[0]));
        emit.Guard(FaultKind.IndexOutOfRange, emit.Compare(IrOp.LeU, start, end));
        var type = (INamedTypeSymbol)call.Method.ReturnType;
        IrValue slot = method.Temporary(type, call.At);
        emit.Store(IrType.I32, Tuples.Element(method, slot, type, 0, call.At), start);
        emit.Store(IrType.I32, Tuples.Element(method, slot, type, 1, call.At), emit.Binary(IrOp.Sub, end, start));
        return slot;
    }

    private static IrValue? Equal(MethodLowering method, BclCall call)
    {
        IrValue Same(string end) => method.Emit.Compare(
            IrOp.Eq, IndexValues.Load(method.Emit, End(method, call.Receiver!, end)), IndexValues.Load(method.Emit, End(method, call[0], end)));
        return method.Emit.Binary(IrOp.And, Same(KnownDefinitions.Start), Same(KnownDefinitions.End));
    }

    private static IrValue Offset(MethodLowering method, BclCall call, string end) =>
        IndexValues.Offset(method.Emit, IndexValues.Load(method.Emit, End(method, call.Receiver!, end)), call[0]);

    private static IrValue End(MethodLowering method, IrValue range, string end) => method.Emit.Field(IndexValues.RangeType, end, range);
}
