using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Pointers: addresses of variables, and steps of elements.</summary>
internal static class Pointers
{
    public static IrValue? AddressOf(MethodLowering method, IOperation operation)
    {
        IOperation reference = ((IAddressOfOperation)operation).Reference;
        return Places.HasAddress(reference) ? method.Address(reference) : method.Refuse("BPF1016", operation, "the address of this");
    }

    /// <summary>Pointer plus or minus integer, integer plus pointer, difference of pointers.</summary>
    public static IrValue Arithmetic(MethodLowering method, IBinaryOperation binary, IrValue left, IrValue right)
    {
        ITypeSymbol leftType = binary.LeftOperand.Type!;
        ITypeSymbol rightType = binary.RightOperand.Type!;
        if (leftType is IPointerTypeSymbol && rightType is IPointerTypeSymbol && binary.OperatorKind == BinaryOperatorKind.Subtract)
            return Difference(method, left, right, leftType, binary);
        if (leftType is IPointerTypeSymbol && method.Types.Memory(rightType) is { IsPrimitive: true } count)
            return Move(method, binary.OperatorKind, left, Count(method.Emit, right, count), leftType, binary);
        if (rightType is IPointerTypeSymbol && binary.OperatorKind == BinaryOperatorKind.Add && method.Types.Memory(leftType) is { IsPrimitive: true } offset)
            return Move(method, BinaryOperatorKind.Add, right, Count(method.Emit, left, offset), rightType, binary);
        return method.Refuse("BPF1016", binary, "this pointer operator");
    }

    public static IrValue Move(MethodLowering method, BinaryOperatorKind kind, IrValue pointer, IrValue count, ITypeSymbol type, IOperation at)
    {
        if (type is not IPointerTypeSymbol { PointedAtType: var element } || kind is not (BinaryOperatorKind.Add or BinaryOperatorKind.Subtract))
            return method.Refuse("BPF1016", at, "this pointer operator");
        IrValue signed = kind == BinaryOperatorKind.Add ? count : count is IrConstant constant ? IrConstant.I64(-constant.Value) : method.Emit.Unary(IrOp.Neg, count);
        return method.Emit.Element(method.SourceType(element, at), pointer, signed);
    }

    /// <summary>A number of elements as i64.</summary>
    public static IrValue Count(IrBuilder emit, IrValue value, IrType memory) => NumericConversions.Convert(emit, value, memory, IrType.I64, isChecked: false);

    private static IrValue Difference(MethodLowering method, IrValue left, IrValue right, ITypeSymbol type, IOperation at)
    {
        IrType element = method.SourceType(((IPointerTypeSymbol)type).PointedAtType, at);
        IrValue bytes = method.Emit.Add(new IrInstruction(IrOp.PtrDiff, IrType.I64, left, right));
        IrValue size = method.Emit.Convert(IrOp.ZExt, IrType.I64, method.Emit.SizeOf(element));
        return size is IrConstant { Value: 1 } ? bytes : method.Emit.Binary(IrOp.DivS, bytes, size);
    }
}
