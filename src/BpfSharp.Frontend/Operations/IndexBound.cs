using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>An index as written, evaluated: from the start, from the end, or a <c>System.Index</c> that knows.</summary>
internal sealed class IndexBound
{
    private readonly IrValue _value;
    private readonly Kind _kind;

    private IndexBound(IrValue value, Kind kind)
    {
        _value = value;
        _kind = kind;
    }

    private enum Kind
    {
        FromStart,
        FromEnd,
        Encoded,
    }

    public static IndexBound Of(MethodLowering method, IOperation index)
    {
        // C# makes no Index where it sees how one would be made.
        if (index is IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat, IsLifted: false } fromEnd)
            return new IndexBound(method.Value(fromEnd.Operand), Kind.FromEnd);
        if (index is IConversionOperation { Operand.Type.SpecialType: SpecialType.System_Int32 } conversion)
            return new IndexBound(method.Value(conversion.Operand), Kind.FromStart);
        IrValue value = method.Value(index);
        return index.Type is { SpecialType: SpecialType.System_Int32 } ? new IndexBound(value, Kind.FromStart) : Encoded(IndexValues.Load(method.Emit, value));
    }

    /// <param name="value">The field of an Index.</param>
    public static IndexBound Encoded(IrValue value) => new(value, Kind.Encoded);

    public IrValue At(IrBuilder emit, IrValue length) => _kind switch
    {
        Kind.FromStart => _value,
        Kind.FromEnd => emit.Binary(IrOp.Sub, length, _value),
        _ => IndexValues.Offset(emit, _value, length),
    };
}
