using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>buffer[i]</c>, <c>buffer[^1]</c>, <c>buffer[a..b]</c> of an <c>[InlineArray]</c> struct, and the struct as a span.</summary>
internal static class InlineArrayAccess
{
    /// <summary>An element is memory, a part of the array is a span.</summary>
    public static bool HasAddress(IInlineArrayAccessOperation access) => !MetadataNames.Is(access.Argument.Type, KnownDefinitions.Range);

    public static IrValue Address(MethodLowering method, IInlineArrayAccessOperation access)
    {
        if (InlineArrays.Length(access.Instance.Type!) is not { } length)
            return method.Refuse("BPF1031", access, "this index");
        IrValue array = method.Address(access.Instance);
        IrValue index = IndexBound.Of(method, access.Argument).At(method.Emit, IrConstant.I32(length));
        method.Emit.Guard(FaultKind.IndexOutOfRange, method.Emit.Compare(IrOp.LtU, index, IrConstant.I32(length)));
        return method.Emit.Element(method.SourceType(access.Type!, access), array, index);
    }

    public static IrValue Slice(MethodLowering method, IInlineArrayAccessOperation access)
    {
        if (InlineArrays.Length(access.Instance.Type!) is not { } length || SpanMembers.ElementType(access.Type!) is not { } element)
            return method.Refuse("BPF1031", access, "this range");
        IrValue array = method.Address(access.Instance);
        (IrValue start, IrValue count) = RangeBounds.Of(method, access.Argument).Within(method.Emit, IrConstant.I32(length));
        IrValue first = method.Emit.Element(method.SourceType(element, access), array, start);
        return SpanMembers.Make(method, access.Type!, first, count, access);
    }

    public static IrValue AsSpan(MethodLowering method, IOperation array, IOperation at) => InlineArrays.Length(array.Type!) is { } length
        ? SpanMembers.Make(method, at.Type!, method.Address(array), IrConstant.I32(length), at)
        : method.Refuse("BPF1033", at, array.Type!.Name, at.Type!.Name);
}
