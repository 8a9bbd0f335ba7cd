using System;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Bcl;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Elements of spans and inline arrays, and parts of spans, in two steps: what stands in the brackets is evaluated, and compared with the length later.</summary>
internal static class LateTake
{
    // That of the C# compiler around, which makes .NET's code of the same text.
    private static readonly Version s_compiler = typeof(CSharpCompilation).Assembly.GetName().Version;
    private static readonly Version s_lastWithLength = new(5, 0, int.MaxValue);
    private static readonly Version s_firstWithStart = new(5, 9);

    /// <summary>A reference to an element, or to a field of it.</summary>
    public static bool IsElement(IOperation operation) => operation switch
    {
        IFieldReferenceOperation { Instance: { Type.IsValueType: true } instance, Field.RefKind: RefKind.None } => IsElement(instance),
        IPropertyReferenceOperation { Arguments.Length: 1, Instance.Type: { } type } => SpanMembers.ElementType(type) is not null,
        IInlineArrayAccessOperation access => InlineArrayAccess.HasAddress(access) && !access.Argument.ConstantValue.HasValue,
        IImplicitIndexerReferenceOperation { Instance.Type: { } type } indexer => Indexers.HasAddress(indexer) && SpanMembers.ElementType(type) is not null,
        _ => false,
    };

    /// <summary><c>span[start..]</c>: to csc 5.0 a call with a start and a length, which is put off, to 5.9 one with a start only, which is not; what those between make of it was not tried.</summary>
    public static bool IsUnknownPart(IOperation operation) => IsOpen(operation) && s_compiler > s_lastWithLength && s_compiler < s_firstWithStart;

    /// <summary>A part of a span, with a start and a length.</summary>
    public static bool IsPart(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.Name: "Slice", Arguments.Length: 2, Instance.Type: { } type } => SpanMembers.ElementType(type) is not null,
        IImplicitIndexerReferenceOperation { IndexerSymbol: IMethodSymbol, Instance.Type: { } type } => SpanMembers.ElementType(type) is not null && !(IsOpen(operation) && s_compiler >= s_firstWithStart),
        _ => false,
    };

    /// <summary>Evaluates what the element or part is of, and what stands in the brackets; the result takes it.</summary>
    public static Func<IrValue> Of(MethodLowering method, IOperation operation)
    {
        switch (operation)
        {
            case IFieldReferenceOperation { Instance: { } instance } field when IsElement(instance):
                Func<IrValue> owner = Of(method, instance);
                return () => Fields.Of(method, owner(), field.Field, field);
            case IInlineArrayAccessOperation access when IsElement(access):
                return OfInlineArray(method, access);
            case IImplicitIndexerReferenceOperation { IndexerSymbol: IPropertySymbol { GetMethod: { } getter } } indexer when IsElement(indexer):
                (Func<IrValue> whole, IrValue length) = Measured(method, indexer, getter);
                IrValue index = IndexBound.Of(method, indexer.Argument).At(method.Emit, length);
                return () => At(method, indexer, () => Known(method, getter, whole(), new[] { index }, indexer));
            case IImplicitIndexerReferenceOperation { IndexerSymbol: IMethodSymbol slice } range when IsPart(range):
                (Func<IrValue> all, IrValue count) = Measured(method, range, slice);
                RangeBounds bounds = RangeBounds.Of(method, range.Argument);
                return () => At(method, range, () => Part(method, range, all(), bounds, count));
            case IPropertyReferenceOperation { Property.GetMethod: { } item, Instance: { } span } element when IsElement(element):
                return OfCall(method, item, span, element.Arguments.Select(static a => a.Value).ToArray(), element);
            case IInvocationOperation { Instance: { } span } call when IsPart(call):
                return OfCall(method, call.TargetMethod, span, call.Arguments.Select(static a => a.Value).ToArray(), call);
            default:
                throw new ArgumentException(operation.Kind.ToString(), nameof(operation));
        }
    }

    private static bool IsOpen(IOperation operation) => operation is IImplicitIndexerReferenceOperation { Argument: IRangeOperation { RightOperand: null } };

    private static Func<IrValue> OfCall(MethodLowering method, IMethodSymbol member, IOperation span, IOperation[] arguments, IOperation at)
    {
        Func<IrValue> receiver = Receiver(method, span, member);
        IrValue[] values = arguments.Select(method.Value).ToArray();
        return () => At(method, at, () => Known(method, member, receiver(), values, at));
    }

    private static Func<IrValue> OfInlineArray(MethodLowering method, IInlineArrayAccessOperation access)
    {
        if (InlineArrays.Length(access.Instance.Type!) is not { } length)
            return () => method.Refuse("BPF1031", access, "this index");
        Func<IrValue> array = IsElement(access.Instance) ? Of(method, access.Instance) : Now(method.Address(access.Instance));
        IrValue index = IndexBound.Of(method, access.Argument).At(method.Emit, IrConstant.I32(length));
        return () => At(method, access, () =>
        {
            IrValue address = array();
            method.Emit.Guard(FaultKind.IndexOutOfRange, method.Emit.Compare(IrOp.LtU, index, IrConstant.I32(length)));
            return method.Emit.Element(method.SourceType(access.Type!, access), address, index);
        });
    }

    // The length is read before the index is computed from it.
    private static (Func<IrValue> Span, IrValue Length) Measured(MethodLowering method, IImplicitIndexerReferenceOperation indexer, IMethodSymbol member)
    {
        // Of a part that is taken late the length is wanted now.
        IrValue span = Receivers.Of(method, indexer.Instance, member);
        return (Now(span), SpanMembers.Length(method, span, indexer.Instance.Type!, indexer));
    }

    private static IrValue Part(MethodLowering method, IImplicitIndexerReferenceOperation range, IrValue span, RangeBounds bounds, IrValue length)
    {
        (IrValue start, IrValue count) = bounds.Within(method.Emit, length);
        IrType element = method.SourceType(SpanMembers.ElementType(range.Type!)!, range);
        return SpanMembers.Make(method, range.Type!, method.Emit.Element(element, SpanMembers.Reference(method, span, range.Instance.Type!, range), start), count, range);
    }

    private static Func<IrValue> Receiver(MethodLowering method, IOperation span, IMethodSymbol member) =>
        IsPart(span) || IsElement(span) ? Of(method, span) : Now(Receivers.Of(method, span, member));

    private static IrValue Known(MethodLowering method, IMethodSymbol member, IrValue receiver, IrValue[] arguments, IOperation at) =>
        BclTable.Find(member) is { } known ? known(method, new BclCall(member, receiver, arguments, at)) ?? method.Poison(at.Type) : method.Refuse("BPF1000", at, "this element");

    private static Func<IrValue> Now(IrValue value) => () => value;

    private static IrValue At(MethodLowering method, IOperation operation, Func<IrValue> emit)
    {
        int outer = method.Emit.Span;
        method.Emit.Span = method.Module.Spans.Of(operation.Syntax);
        IrValue value = emit();
        method.Emit.Span = outer;
        return value;
    }
}
