using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

internal static class Assignments
{
    public static IrValue? Simple(MethodLowering method, IOperation operation)
    {
        var assignment = (ISimpleAssignmentOperation)operation;
        if (assignment.IsRef)
        {
            IrValue address = RefAssign(method, assignment);
            return assignment.Parent is null or IExpressionStatementOperation ? null : method.LoadFrom(address, assignment.Type!, assignment);
        }

        // The initialiser of a local writes to memory that nothing else knows yet.
        if (assignment.Target is ILocalReferenceOperation { IsImplicit: true, Local: { RefKind: RefKind.None } local } && assignment.IsImplicit)
        {
            method.Into(assignment.Value, method.Locals.Slot(local, assignment));
            return null;
        }

        Place? target = method.Captures.Late.Begin(assignment.Target) ? null : Places.Of(method, assignment.Target);
        IrValue value = method.Value(assignment.Value);
        if (MayOverlap(method, assignment))
            value = method.CopyToTemporary(value, assignment.Value.Type!, assignment);
        (target ?? Places.Of(method, assignment.Target)).Write(method, value, assignment);
        return value;
    }

    // Fields of an explicit layout may share some of their bytes; a copy in the IR may not.
    private static bool MayOverlap(MethodLowering method, ISimpleAssignmentOperation assignment) =>
        assignment.Value is IFieldReferenceOperation { Type: { } type, Field: { IsStatic: false } field } && method.IsAggregate(type)
        && method.Types.Source(field.ContainingType) is { } owner && method.Module.Module.Types.TryGetValue(owner.Name, out IrTypeDefinition? definition) && definition.Layout == IrLayout.Explicit;

    /// <summary><c>x = ref y</c>; gives the address.</summary>
    public static IrValue RefAssign(MethodLowering method, ISimpleAssignmentOperation assignment)
    {
        IrValue slot = Places.RefSlot(method, assignment.Target);
        IrValue address = method.Address(assignment.Value);
        method.Emit.Store(IrType.Ptr, slot, address);
        return address;
    }

    public static IrValue? Compound(MethodLowering method, IOperation operation)
    {
        var compound = (ICompoundAssignmentOperation)operation;
        if (compound.OperatorMethod is { IsStatic: false } instanceOperator)
            return InstanceOperator(method, compound, compound.Target, compound.Value, instanceOperator);

        Place target = Places.Of(method, compound.Target);
        IrValue old = method.Captures.FirstRead(compound.Target) ?? target.Read(method, compound.Target);
        IrValue? result = compound.IsLifted
            ? LiftedOperators.Compound(method, compound, old)
            : compound.OperatorMethod is { } userDefined ? UserDefined(method, compound, userDefined, old)
            : BuiltIn(method, compound, old);
        if (result is null)
            return method.Poison(compound.Type);
        target.Write(method, result, compound);
        return result;
    }

    public static IrValue? IncrementOrDecrement(MethodLowering method, IOperation operation)
    {
        var step = (IIncrementOrDecrementOperation)operation;
        if (step.OperatorMethod is { IsStatic: false } instanceOperator)
            return InstanceOperator(method, step, step.Target, null, instanceOperator);

        Place target = Places.Of(method, step.Target);
        IrValue old = method.Captures.FirstRead(step.Target) ?? target.Read(method, step.Target);
        IrValue? next;
        if (step.IsPostfix && method.IsAggregate(target.Type))
            old = method.CopyToTemporary(old, target.Type, step);
        if (step.IsLifted)
        {
            next = LiftedOperators.Step(method, step, old);
        }
        else if (step.OperatorMethod is { } userDefined)
        {
            next = Calls.Emit(method, userDefined, null, new[] { Arguments.ByConvention(method, old, userDefined.Parameters[0], step) }, step, step.ConstrainedToType);
        }
        else
        {
            IrType memory = method.MemoryType(target.Type, step);
            BinaryOperatorKind kind = step.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
            if (memory == IrType.Ptr)
                next = Pointers.Move(method, kind, old, IrConstant.I64(1), target.Type, step);
            else if (!memory.IsPrimitive)
                return method.Refuse("BPF1000", step, $"the operator '{step.Kind}' on '{target.Type.Name}'");
            else
                next = Arithmetic.Apply(method.Emit, kind, old, new IrConstant(memory.ValueType, 1), memory, step.IsChecked);
        }

        if (next is null)
            return method.Poison(step.Type);
        target.Write(method, next, step);
        return step.IsPostfix ? old : next;
    }

    private static IrValue? BuiltIn(MethodLowering method, ICompoundAssignmentOperation compound, IrValue old)
    {
        IrType target = method.MemoryType(compound.Target.Type!, compound.Target);
        IrType value = method.MemoryType(compound.Value.Type!, compound.Value);
        IrValue right = method.Value(compound.Value);
        if (target == IrType.Ptr && value.IsPrimitive && value != IrType.Ptr)
            return Pointers.Move(method, compound.OperatorKind, old, Pointers.Count(method.Emit, right, value), compound.Target.Type!, compound);
        if (!target.IsPrimitive || !value.IsPrimitive)
            return method.Refuse("BPF1000", compound, $"the operator '{compound.OperatorKind}' on '{compound.Target.Type!.Name}'");
        bool isShift = compound.OperatorKind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift;
        // The right operand has the operator's type already; a shift's is the promoted left one.
        IrType operands = isShift ? (target.PrimitiveSize < 4 ? IrType.I32 : target) : value;
        IrValue left = NumericConversions.Convert(method.Emit, old, target, operands, isChecked: false);
        IrValue? result = Arithmetic.Apply(method.Emit, compound.OperatorKind, left, right, operands, compound.IsChecked);
        return result is null
            ? method.Refuse("BPF1000", compound, $"the operator '{compound.OperatorKind}'")
            : NumericConversions.Convert(method.Emit, result, operands, target, CheckedContext.Of(method, compound));
    }

    private static IrValue? UserDefined(MethodLowering method, ICompoundAssignmentOperation compound, IMethodSymbol userDefined, IrValue old)
    {
        ITypeSymbol type = compound.Target.Type!;
        if (!compound.GetInConversion().IsIdentity || !compound.GetOutConversion().IsIdentity)
            return method.Refuse("BPF1033", compound, type.Name, userDefined.Parameters[0].Type.Name);
        int errors = method.Module.Diagnostics.Count;
        // Copied before the right side runs: that may change the target.
        IrValue left = Arguments.ByConvention(method, old, userDefined.Parameters[0], compound);
        IrValue right = Arguments.Evaluate(method, compound.Value, userDefined.Parameters[1]);
        return method.Module.Diagnostics.Count == errors
            ? Calls.Emit(method, userDefined, null, new[] { left, right }, compound, compound.ConstrainedToType)
            : null;
    }

    // C# 14: an operator that changes the variable itself.
    private static IrValue? InstanceOperator(MethodLowering method, IOperation at, IOperation target, IOperation? value, IMethodSymbol instanceOperator)
    {
        IrValue address = method.Address(target);
        IrValue[] arguments = value is null ? new IrValue[0] : new[] { Arguments.Evaluate(method, value, instanceOperator.Parameters[0]) };
        Calls.Emit(method, instanceOperator, address, arguments, at);
        return at.Parent is null or IExpressionStatementOperation ? null : method.LoadFrom(address, target.Type!, at);
    }
}
