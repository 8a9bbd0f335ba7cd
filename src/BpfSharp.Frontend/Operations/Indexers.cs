using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>span[^1]</c> and <c>span[a..b]</c>: C# reads Length and calls the indexer or Slice.</summary>
internal static class Indexers
{
    /// <summary>An element is memory, a part of the span is a value.</summary>
    public static bool HasAddress(IImplicitIndexerReferenceOperation reference) => reference.IndexerSymbol is IPropertySymbol { RefKind: not RefKind.None };

    public static IrValue Address(MethodLowering method, IImplicitIndexerReferenceOperation reference)
    {
        if (reference.Instance.Type is not { } span || SpanMembers.ElementType(span) is not { } element || reference.Argument is not IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } fromEnd)
            return method.Refuse("BPF1031", reference, "this index");
        IrValue address = method.Address(reference.Instance);
        IrValue count = method.Value(fromEnd.Operand);
        IrValue length = SpanMembers.Length(method, address, span, reference);
        IrValue index = method.Emit.Binary(IrOp.Sub, length, count);
        method.Emit.Guard(FaultKind.IndexOutOfRange, method.Emit.Compare(IrOp.LtU, index, length));
        return method.Emit.Element(method.SourceType(element, reference), SpanMembers.Reference(method, address, span, reference), index);
    }

    public static IrValue Slice(MethodLowering method, IImplicitIndexerReferenceOperation reference)
    {
        if (reference.Instance.Type is not { } span || SpanMembers.ElementType(span) is not { } element || reference.Argument is not IRangeOperation range
            || !IsBound(range.LeftOperand) || !IsBound(range.RightOperand))
        {
            return method.Refuse("BPF1031", reference, "this range");
        }

        IrValue address = method.Address(reference.Instance);
        IrValue? left = range.LeftOperand is null ? null : method.Value(Operand(range.LeftOperand));
        IrValue? right = range.RightOperand is null ? null : method.Value(Operand(range.RightOperand));
        IrValue length = SpanMembers.Length(method, address, span, reference);
        IrValue start = Position(method, range.LeftOperand, left, length) ?? IrConstant.I32(0);
        IrValue end = Position(method, range.RightOperand, right, length) ?? length;
        method.Emit.Guard(FaultKind.IndexOutOfRange, method.Emit.Compare(IrOp.LeU, start, length));
        IrValue count = method.Emit.Binary(IrOp.Sub, end, start);
        method.Emit.Guard(FaultKind.IndexOutOfRange, method.Emit.Compare(IrOp.LeU, count, method.Emit.Binary(IrOp.Sub, length, start)));
        IrValue first = method.Emit.Element(method.SourceType(element, reference), SpanMembers.Reference(method, address, span, reference), start);
        return SpanMembers.Make(method, reference.Type!, first, count, reference);
    }

    private static bool IsBound(IOperation? bound) => bound is null or IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } || IsFromStart(bound);

    // An int that C# converts to System.Index.
    private static bool IsFromStart(IOperation bound) => bound is IConversionOperation { Operand.Type.SpecialType: SpecialType.System_Int32 };

    private static IOperation Operand(IOperation bound) => bound is IUnaryOperation fromEnd ? fromEnd.Operand : ((IConversionOperation)bound).Operand;

    private static IrValue? Position(MethodLowering method, IOperation? bound, IrValue? value, IrValue length)
    {
        if (bound is null || value is null)
            return null;
        return bound is IUnaryOperation ? method.Emit.Binary(IrOp.Sub, length, value) : value;
    }
}
