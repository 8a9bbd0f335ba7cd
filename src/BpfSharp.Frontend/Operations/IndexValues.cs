using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>System.Index</c> and <c>System.Range</c> as values. An index from the end is kept as its complement, as in the BCL.</summary>
internal static class IndexValues
{
    public static IrType IndexType { get; } = IrType.Named(KnownDefinitions.Index);

    public static IrType RangeType { get; } = IrType.Named(KnownDefinitions.Range);

    public static IrValue Load(IrBuilder emit, IrValue index) => emit.Load(IrType.I32, emit.Field(IndexType, KnownDefinitions.IndexValue, index));

    /// <summary>value, or value + length + 1 of one from the end: no branch, so that the verifier follows one path.</summary>
    public static IrValue Offset(IrBuilder emit, IrValue value, IrValue length)
    {
        IrValue isFromEnd = emit.Binary(IrOp.ShrS, value, IrConstant.I32(31));
        return emit.Binary(IrOp.Add, value, emit.Binary(IrOp.And, isFromEnd, emit.Binary(IrOp.Add, length, IrConstant.I32(1))));
    }

    public static IrValue Make(MethodLowering method, ITypeSymbol type, IrValue value, bool fromEnd, IOperation at)
    {
        IrBuilder emit = method.Emit;
        emit.Guard(FaultKind.IndexOutOfRange, emit.Compare(IrOp.LeS, IrConstant.I32(0), value));
        return Encoded(method, type, fromEnd ? emit.Unary(IrOp.Not, value) : value, at);
    }

    public static IrValue Encoded(MethodLowering method, ITypeSymbol type, IrValue value, IOperation at)
    {
        IrValue slot = method.Temporary(type, at);
        method.Emit.Store(IrType.I32, method.Emit.Field(IndexType, KnownDefinitions.IndexValue, slot), value);
        return slot;
    }

    public static IrValue FromEnd(MethodLowering method, IUnaryOperation hat) => hat.IsLifted
        ? method.Refuse("BPF1024", hat, "an index of a nullable number")
        : Make(method, hat.Type!, method.Value(hat.Operand), fromEnd: true, hat);

    public static IrValue? Range(MethodLowering method, IOperation operation)
    {
        var range = (IRangeOperation)operation;
        if (range.IsLifted)
            return method.Refuse("BPF1024", range, "a range of nullable numbers");
        int errors = method.Module.Diagnostics.Count;
        IrValue start = range.LeftOperand is { } left ? Load(method.Emit, method.Value(left)) : IrConstant.I32(0);
        IrValue end = range.RightOperand is { } right ? Load(method.Emit, method.Value(right)) : IrConstant.I32(-1);
        return method.Module.Diagnostics.Count == errors ? MakeRange(method, range.Type!, start, end, range) : method.Poison(range.Type);
    }

    /// <param name="start">As an Index keeps it.</param>
    public static IrValue MakeRange(MethodLowering method, ITypeSymbol type, IrValue start, IrValue end, IOperation at)
    {
        IrValue slot = method.Temporary(type, at);
        foreach ((string name, IrValue value) in new[] { (KnownDefinitions.Start, start), (KnownDefinitions.End, end) })
            method.Emit.Store(IrType.I32, method.Emit.Field(IndexType, KnownDefinitions.IndexValue, method.Emit.Field(RangeType, name, slot)), value);
        return slot;
    }
}
