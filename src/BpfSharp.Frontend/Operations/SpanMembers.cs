using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Operations;

/// <summary>The two fields of spans, read and made. <c>Span</c> and <c>ReadOnlySpan</c> are the same in memory.</summary>
internal static class SpanMembers
{
    /// <summary>Null for what is no span.</summary>
    public static ITypeSymbol? ElementType(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeArguments.Length: 1 } named && (MetadataNames.Is(type, KnownDefinitions.Span) || MetadataNames.Is(type, KnownDefinitions.ReadOnlySpan))
            ? named.TypeArguments[0]
            : null;

    public static IrValue Reference(MethodLowering method, IrValue span, ITypeSymbol type, IOperation at) =>
        method.Emit.Load(IrType.Ptr, Field(method, span, type, KnownDefinitions.Reference, at));

    public static IrValue Length(MethodLowering method, IrValue span, ITypeSymbol type, IOperation at) =>
        method.Emit.Load(IrType.I32, Field(method, span, type, KnownDefinitions.Length, at));

    /// <summary>Length in bytes as i64.</summary>
    public static IrValue ByteLength(MethodLowering method, IrValue span, ITypeSymbol type, IrType element, IOperation at)
    {
        IrValue length = method.Emit.Convert(IrOp.ZExt, IrType.I64, Length(method, span, type, at));
        if (element is { IsPrimitive: true, PrimitiveSize: 1 })
            return length;
        return method.Emit.Binary(IrOp.Mul, length, method.Emit.Convert(IrOp.ZExt, IrType.I64, method.Emit.SizeOf(element)));
    }

    public static IrValue Make(MethodLowering method, ITypeSymbol type, IrValue reference, IrValue length, IOperation at)
    {
        IrValue span = method.Temporary(type, at);
        method.Emit.Store(IrType.Ptr, Field(method, span, type, KnownDefinitions.Reference, at), reference);
        method.Emit.Store(IrType.I32, Field(method, span, type, KnownDefinitions.Length, at), length);
        return span;
    }

    public static IrValue Field(MethodLowering method, IrValue span, ITypeSymbol type, string field, IOperation at) =>
        method.Emit.Field(method.SourceType(type, at), field, span);
}
