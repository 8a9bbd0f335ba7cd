using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>A range in brackets, evaluated: where it starts and ends in something of a length.</summary>
/// <param name="Start">Null: at the start.</param>
/// <param name="End">Null: at the end.</param>
internal sealed record RangeBounds(IndexBound? Start, IndexBound? End)
{
    public static RangeBounds Of(MethodLowering method, IOperation range)
    {
        if (range is IRangeOperation { IsLifted: false } written)
        {
            IndexBound? left = written.LeftOperand is { } start ? IndexBound.Of(method, start) : null;
            return new RangeBounds(left, written.RightOperand is { } end ? IndexBound.Of(method, end) : null);
        }

        IrValue address = method.Value(range);
        return new RangeBounds(
            IndexBound.Encoded(IndexValues.Load(method.Emit, method.Emit.Field(IndexValues.RangeType, KnownDefinitions.Start, address))),
            IndexBound.Encoded(IndexValues.Load(method.Emit, method.Emit.Field(IndexValues.RangeType, KnownDefinitions.End, address))));
    }

    /// <summary>Start and count, with the checks that Slice makes.</summary>
    public (IrValue Start, IrValue Count) Within(IrBuilder emit, IrValue length)
    {
        (IrValue start, IrValue count) = In(emit, length);
        emit.Guard(FaultKind.IndexOutOfRange, emit.Compare(IrOp.LeU, start, length));
        emit.Guard(FaultKind.IndexOutOfRange, emit.Compare(IrOp.LeU, count, emit.Binary(IrOp.Sub, length, start)));
        return (start, count);
    }

    /// <summary>Start and count, not checked.</summary>
    public (IrValue Start, IrValue Count) In(IrBuilder emit, IrValue length)
    {
        IrValue start = Start?.At(emit, length) ?? IrConstant.I32(0);
        IrValue end = End?.At(emit, length) ?? length;
        return (start, emit.Binary(IrOp.Sub, end, start));
    }
}
