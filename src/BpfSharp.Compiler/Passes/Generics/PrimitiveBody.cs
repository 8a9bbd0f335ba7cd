using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Generics;

/// <summary>Writes the body of a primitive's member as an interface declares it: what has the interface's type parameters as types goes by address (docs/ir.md).</summary>
internal sealed class PrimitiveBody
{
    private readonly IrFunction _function;
    private readonly IrValue? _result;
    private readonly List<IrParameter> _parameters = new();
    private IrBlock _block = new();

    /// <param name="hasResultPointer">The result is of a type parameter's type.</param>
    public PrimitiveBody(string name, IrType type, IReadOnlyList<IrType> arguments, int parameters, bool hasResultPointer)
    {
        Type = type;
        Arguments = arguments;
        _function = new IrFunction(name, 0, hasResultPointer ? IrType.Void : IrType.I32);
        _function.Blocks.Add(_block);
        if (hasResultPointer)
            _result = Declare("<result>");
        for (int i = 0; i < parameters; i++)
            _parameters.Add(Declare("value" + i));
    }

    /// <summary>The primitive whose member it is.</summary>
    public IrType Type { get; }

    /// <summary>The member's own type arguments.</summary>
    public IReadOnlyList<IrType> Arguments { get; }

    public bool IsNarrow => Type.PrimitiveSize < 4;

    public IrFunction Function => _function;

    public IrConstant Constant(long value) => new(Type.ValueType, value);

    public IrValue Load(int parameter) => Load(parameter, Type);

    public IrValue Load(int parameter, IrType memory) => Add(new IrInstruction(IrOp.Load, memory.ValueType, _parameters[parameter]) { TypeArgument = memory });

    public IrValue Binary(IrOp op, IrValue left, IrValue right) => Add(new IrInstruction(op, left.Type, left, right));

    public IrValue Compare(IrOp op, IrValue left, IrValue right) => Add(new IrInstruction(op, IrType.I32, left, right));

    public IrValue Unary(IrOp op, IrValue value) => Add(new IrInstruction(op, value.Type, value));

    public void Guard(FaultKind kind, IrValue condition) => Add(new IrInstruction(IrOp.Guard, IrType.Void, condition) { Immediate = (int)kind });

    /// <summary>Signed or unsigned, as the type is.</summary>
    public IrValue IsLess(IrValue left, IrValue right) => Compare(Type.IsSigned ? IrOp.LtS : IrOp.LtU, left, right);

    /// <summary>A number of one type as one of another: wraps.</summary>
    public IrValue Convert(IrValue value, IrType from, IrType to)
    {
        if (to.ValueType == IrType.I64)
            return from.ValueType == IrType.I64 ? value : Add(new IrInstruction(from.IsSigned ? IrOp.SExt : IrOp.ZExt, IrType.I64, value));
        return Narrow(to) is { } op
            ? Add(new IrInstruction(op, IrType.I32, value))
            : from.ValueType == IrType.I64 ? Add(new IrInstruction(IrOp.Trunc, IrType.I32, value)) : value;
    }

    /// <summary>A result of the primitive's type; the arithmetic may have left its range.</summary>
    public void Return(IrValue value)
    {
        Store(Narrow(Type) is { } op ? Add(new IrInstruction(op, IrType.I32, value)) : value, Type);
        Add(new IrInstruction(IrOp.Ret, IrType.Void));
    }

    /// <summary>A truth value, as the type argument of a comparing interface.</summary>
    public void ReturnTruth(IrValue value)
    {
        Store(value, IrType.Bool);
        Add(new IrInstruction(IrOp.Ret, IrType.Void));
    }

    /// <summary>A result whose type is the interface's own.</summary>
    public void ReturnPlain(IrValue value) => Add(new IrInstruction(IrOp.Ret, IrType.Void, value));

    /// <summary>Returns one value where the condition holds, and goes on with what follows where not.</summary>
    public void ReturnIf(IrValue condition, IrValue value)
    {
        var then = new IrBlock();
        var rest = new IrBlock();
        IrInstruction branch = Add(new IrInstruction(IrOp.BrIf, IrType.Void, condition));
        branch.Targets.Add(new IrTarget(then));
        branch.Targets.Add(new IrTarget(rest));
        _function.Blocks.Add(then);
        _function.Blocks.Add(rest);
        _block = then;
        Return(value);
        _block = rest;
    }

    /// <summary>One more parameter, of a type that the interface names: it goes as a value. Before all else.</summary>
    public IrValue PlainParameter(string name, IrType type)
    {
        var parameter = new IrParameter(type);
        _block.Parameters.Add(parameter);
        _function.Parameters.Add(new IrParameterInfo(name, type));
        return parameter;
    }

    private void Store(IrValue value, IrType memory) => Add(new IrInstruction(IrOp.Store, IrType.Void, _result!, value) { TypeArgument = memory });

    private IrParameter Declare(string name)
    {
        var parameter = new IrParameter(IrType.Ptr);
        _block.Parameters.Add(parameter);
        _function.Parameters.Add(new IrParameterInfo(name, Type));
        return parameter;
    }

    private IrInstruction Add(IrInstruction instruction)
    {
        _block.Instructions.Add(instruction);
        return instruction;
    }

    private static IrOp? Narrow(IrType type) => type.Kind switch
    {
        IrTypeKind.I8 => IrOp.ExtI8,
        IrTypeKind.U8 => IrOp.ExtU8,
        IrTypeKind.I16 => IrOp.ExtI16,
        IrTypeKind.U16 or IrTypeKind.Char => IrOp.ExtU16,
        _ => null,
    };
}
