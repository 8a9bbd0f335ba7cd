using System;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Bcl;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>span[^1]</c> and <c>span[a..b]</c>, and the same of structs that have Length and an indexer or Slice: C# reads the length and calls those.</summary>
internal static class Indexers
{
    /// <summary>An element may be memory, a part is a value.</summary>
    public static bool HasAddress(IImplicitIndexerReferenceOperation reference) => reference.IndexerSymbol is IPropertySymbol { RefKind: not RefKind.None };

    public static IrValue Address(MethodLowering method, IImplicitIndexerReferenceOperation reference)
    {
        if (reference.IndexerSymbol is not IPropertySymbol { RefKind: not RefKind.None, GetMethod: { } getter } indexer || Receiver(method, reference, getter) is not { } receiver)
            return method.Refuse("BPF1031", reference, "this index");
        IndexBound bound = IndexBound.Of(method, reference.Argument);
        IrValue index = bound.At(method.Emit, Length(method, reference, receiver));
        var arguments = new[] { index };
        IrValue? address = BclTable.Find(getter) is { } known
            ? known(method, new BclCall(getter, receiver, arguments, reference))
            : Calls.Emit(method, getter, receiver, arguments, reference);
        return address ?? method.Emit.Slot(IrType.Ptr, indexer.Name);
    }

    /// <summary>A part, or an element that the indexer gives by value.</summary>
    public static IrValue Value(MethodLowering method, IImplicitIndexerReferenceOperation reference)
    {
        if (reference.IndexerSymbol is IMethodSymbol slice && Receiver(method, reference, slice) is { } whole)
            return Slice(method, reference, slice, whole);
        if (reference.IndexerSymbol is not IPropertySymbol { GetMethod: { } getter } indexer || Receiver(method, reference, getter) is not { } receiver)
            return method.Refuse("BPF1031", reference, "this index");
        IndexBound bound = IndexBound.Of(method, reference.Argument);
        IrValue index = bound.At(method.Emit, Length(method, reference, receiver));
        return PropertyAccess.ReadOf(method, indexer, receiver, new[] { index }, reference, reference.Instance.Type) ?? method.Poison(reference.Type);
    }

    private static IrValue Slice(MethodLowering method, IImplicitIndexerReferenceOperation reference, IMethodSymbol slice, IrValue whole)
    {
        RangeBounds bounds = RangeBounds.Of(method, reference.Argument);
        IrValue length = Length(method, reference, whole);
        if (SpanMembers.ElementType(reference.Instance.Type!) is not { } element)
        {
            (IrValue from, IrValue number) = bounds.In(method.Emit, length);
            return Calls.Emit(method, slice, whole, new[] { from, number }, reference) ?? method.Poison(reference.Type);
        }

        (IrValue start, IrValue count) = bounds.Within(method.Emit, length);
        IrValue first = method.Emit.Element(method.SourceType(element, reference), SpanMembers.Reference(method, whole, reference.Instance.Type!, reference), start);
        return SpanMembers.Make(method, reference.Type!, first, count, reference);
    }

    private static IrValue? Receiver(MethodLowering method, IImplicitIndexerReferenceOperation reference, IMethodSymbol member) =>
        reference.Instance.Type is { IsValueType: true } && !member.IsStatic ? Receivers.Of(method, reference.Instance, member) : null;

    private static IrValue Length(MethodLowering method, IImplicitIndexerReferenceOperation reference, IrValue receiver) => reference.LengthSymbol is IPropertySymbol length
        ? PropertyAccess.ReadOf(method, length, receiver, Array.Empty<IrValue>(), reference, reference.Instance.Type) ?? method.Poison(length.Type)
        : method.Refuse("BPF1031", reference, "this length");
}
