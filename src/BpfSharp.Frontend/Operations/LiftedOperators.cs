using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Operators on nullable integers: null where an operand is null, comparisons false; <c>bool?</c> has three values.</summary>
internal static class LiftedOperators
{
    public static IrValue Binary(MethodLowering method, IBinaryOperation binary)
    {
        if (binary.OperatorMethod is null && (IsNull(binary.RightOperand) || IsNull(binary.LeftOperand)))
            return CompareWithNull(method, binary, IsNull(binary.RightOperand) ? binary.LeftOperand : binary.RightOperand);
        if (binary.OperatorMethod is { } userDefined)
            return LiftedCalls.Binary(method, binary, userDefined);
        if (binary.LeftOperand.Type is not { } leftType || binary.RightOperand.Type is not { } rightType)
            return method.Refuse("BPF1024", binary, "this operator on null");
        if (Memory(method, leftType) is not { } memory || Memory(method, rightType) is null)
            return method.Refuse("BPF1024", binary, "this operator on a nullable type");
        int errors = method.Module.Diagnostics.Count;
        var left = new Operand(method, binary.LeftOperand, leftType);
        var right = new Operand(method, binary.RightOperand, rightType);
        if (method.Module.Diagnostics.Count != errors)
            return method.Poison(binary.Type);
        if (Nullables.Underlying(binary.Type) is null)
            return Compare(method, binary, left, right, memory);
        if (memory == IrType.Bool && binary.OperatorKind is BinaryOperatorKind.And or BinaryOperatorKind.Or)
            return ThreeValued(method, binary, left, right);
        return IfAll(method, binary.Type!, new[] { left.HasValue, right.HasValue }, binary, () => Apply(method, binary, binary.OperatorKind, left.Value, right.Value, memory, binary.IsChecked));
    }

    public static IrValue Unary(MethodLowering method, IUnaryOperation unary)
    {
        if (unary.OperatorMethod is { } userDefined)
            return LiftedCalls.Unary(method, unary, userDefined);
        if (unary.Operand.Type is not { } type || Memory(method, type) is not { } memory)
            return method.Refuse("BPF1024", unary, "this operator on a nullable type");
        var operand = new Operand(method, unary.Operand, type);
        return IfAll(method, unary.Type!, new[] { operand.HasValue }, unary, () => UnaryOperators.Apply(method, unary, operand.Value, memory));
    }

    public static IrValue? Compound(MethodLowering method, ICompoundAssignmentOperation compound, IrValue old)
    {
        if (compound.OperatorMethod is { } userDefined)
            return LiftedCalls.Compound(method, compound, userDefined, old);
        ITypeSymbol type = compound.Target.Type!;
        if (Memory(method, type) is not { } target || Memory(method, compound.Value.Type!) is not { } value || target == IrType.Bool)
            return method.Refuse("BPF1024", compound, "this operator on a nullable type");
        var left = new Operand(method, method.CopyToTemporary(old, type, compound), type, compound);
        var right = new Operand(method, compound.Value, compound.Value.Type!);
        bool isShift = compound.OperatorKind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift;
        IrType operands = isShift ? (target.PrimitiveSize < 4 ? IrType.I32 : target) : value;
        return IfAll(method, type, new[] { left.HasValue, right.HasValue }, compound, () =>
        {
            IrValue wide = NumericConversions.Convert(method.Emit, left.Value, target, operands, isChecked: false);
            IrValue result = Apply(method, compound, compound.OperatorKind, wide, right.Value, operands, compound.IsChecked);
            return NumericConversions.Convert(method.Emit, result, operands, target, CheckedContext.Of(method, compound));
        });
    }

    public static IrValue? Step(MethodLowering method, IIncrementOrDecrementOperation step, IrValue old)
    {
        if (step.OperatorMethod is { } userDefined)
            return LiftedCalls.Step(method, step, userDefined, old);
        ITypeSymbol type = step.Target.Type!;
        if (Memory(method, type) is not { } memory)
            return method.Refuse("BPF1024", step, "this operator on a nullable type");
        var operand = new Operand(method, old, type, step);
        BinaryOperatorKind kind = step.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        return IfAll(method, type, new[] { operand.HasValue }, step, () => Apply(method, step, kind, operand.Value, new IrConstant(memory.ValueType, 1), memory, step.IsChecked));
    }

    /// <summary>A nullable of the computed value where all flags are set, else null.</summary>
    public static IrValue IfAll(MethodLowering method, ITypeSymbol type, IReadOnlyList<IrValue> flags, IOperation at, Func<IrValue> compute)
    {
        IrBuilder emit = method.Emit;
        IrValue slot = method.Temporary(type, at);
        var some = new IrBlock();
        var none = new IrBlock();
        var after = new IrBlock();
        emit.BranchIf(flags.Aggregate((a, b) => emit.Binary(IrOp.And, a, b)), some, none);
        emit.Start(some);
        Nullables.Set(method, slot, type, compute(), at);
        emit.Branch(after);
        emit.Start(none);
        emit.Zero(method.SourceType(type, at), slot);
        emit.Branch(after);
        emit.Start(after);
        return slot;
    }

    private static IrValue Compare(MethodLowering method, IBinaryOperation binary, Operand left, Operand right, IrType memory)
    {
        IrBuilder emit = method.Emit;
        bool isEquality = binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;
        BinaryOperatorKind kind = isEquality ? BinaryOperatorKind.Equals : binary.OperatorKind;
        if (Arithmetic.Compare(emit, kind, left.Value, right.Value, memory) is not { } values)
            return method.Refuse("BPF1024", binary, "this operator on a nullable type");
        IrValue both = emit.Binary(IrOp.And, left.HasValue, right.HasValue);
        if (!isEquality)
            return emit.Binary(IrOp.And, both, values);
        IrValue neither = emit.Compare(IrOp.Eq, emit.Binary(IrOp.Or, left.HasValue, right.HasValue), IrConstant.I32(0));
        IrValue equal = emit.Binary(IrOp.Or, emit.Binary(IrOp.And, both, values), neither);
        return binary.OperatorKind == BinaryOperatorKind.Equals ? equal : emit.Compare(IrOp.Eq, equal, IrConstant.I32(0));
    }

    private static IrValue CompareWithNull(MethodLowering method, IBinaryOperation binary, IOperation operand)
    {
        if (binary.OperatorKind is not (BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals) || operand.Type is not { } type || Nullables.Underlying(type) is null)
            return method.Refuse("BPF1024", binary, "this operator on null");
        IrValue hasValue = Nullables.HasValue(method, method.Value(operand), type, binary);
        return binary.OperatorKind == BinaryOperatorKind.NotEquals ? hasValue : method.Emit.Compare(IrOp.Eq, hasValue, IrConstant.I32(0));
    }

    // false & null is false, true | null is true.
    private static IrValue ThreeValued(MethodLowering method, IBinaryOperation binary, Operand left, Operand right)
    {
        IrBuilder emit = method.Emit;
        bool isAnd = binary.OperatorKind == BinaryOperatorKind.And;
        IrValue Decides(Operand operand) =>
            emit.Binary(IrOp.And, operand.HasValue, isAnd ? emit.Compare(IrOp.Eq, operand.Value, IrConstant.I32(0)) : operand.Value);
        IrValue decided = emit.Binary(IrOp.Or, Decides(left), Decides(right));
        IrValue known = emit.Binary(IrOp.Or, decided, emit.Binary(IrOp.And, left.HasValue, right.HasValue));
        IrValue value = isAnd ? emit.Compare(IrOp.Eq, decided, IrConstant.I32(0)) : decided;
        return IfAll(method, binary.Type!, new[] { known }, binary, () => value);
    }

    private static IrValue Apply(MethodLowering method, IOperation at, BinaryOperatorKind kind, IrValue left, IrValue right, IrType memory, bool isChecked) =>
        Arithmetic.Apply(method.Emit, kind, left, right, memory, isChecked) ?? method.Refuse("BPF1024", at, "this operator on a nullable type");

    private static bool IsNull(IOperation operand)
    {
        while (operand is IConversionOperation { OperatorMethod: null } conversion)
            operand = conversion.Operand;
        return operand.ConstantValue is { HasValue: true, Value: null };
    }

    // The integer that is lifted; null where the type is no nullable integer.
    private static IrType? Memory(MethodLowering method, ITypeSymbol type) =>
        Nullables.Underlying(type) is { } underlying && method.Types.Memory(underlying) is { IsPrimitive: true } memory && memory != IrType.Ptr ? memory : null;

    /// <summary>Both halves of a nullable, read once.</summary>
    private sealed class Operand
    {
        public Operand(MethodLowering method, IOperation operation, ITypeSymbol type)
            : this(method, method.Value(operation), type, operation)
        {
        }

        public Operand(MethodLowering method, IrValue nullable, ITypeSymbol type, IOperation at)
        {
            HasValue = Nullables.HasValue(method, nullable, type, at);
            Value = Nullables.Value(method, nullable, type, at);
        }

        public IrValue HasValue { get; }

        public IrValue Value { get; }
    }
}
