using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>Writes the load of a wider number, and what brings bits to their place.</summary>
internal sealed class LoadCode
{
    private readonly int _span;

    public LoadCode(int span)
    {
        _span = span;
    }

    public List<IrInstruction> Instructions { get; } = new();

    /// <summary>Null where no load has so many bytes.</summary>
    public static IrType? TypeOf(int size) => size switch { 1 => IrType.U8, 2 => IrType.U16, 4 => IrType.U32, 8 => IrType.U64, _ => null };

    public IrValue Load(MemoryPlace place)
    {
        IrValue address = place.Offset == 0 ? place.Base : Add(new IrInstruction(IrOp.PtrAdd, IrType.Ptr, place.Base, IrConstant.I64(place.Offset)));
        IrType type = TypeOf(place.Size)!;
        return Add(new IrInstruction(IrOp.Load, type.ValueType, address) { TypeArgument = type });
    }

    public IrValue Make(IrOp op, IrType type, params IrValue[] operands) => Add(new IrInstruction(op, type, operands));

    public IrValue ShiftRight(IrValue value, int bits) => bits == 0 ? value : Add(new IrInstruction(IrOp.ShrU, value.Type, value, new IrConstant(value.Type, bits)));

    public IrValue And(IrValue value, long mask) => Add(new IrInstruction(IrOp.And, value.Type, value, new IrConstant(value.Type, mask)));

    /// <summary>Cut to 32 bits, or with zeros above.</summary>
    public IrValue As(IrType type, IrValue value) => value.Type == type ? value : Add(new IrInstruction(type == IrType.I32 ? IrOp.Trunc : IrOp.ZExt, type, value));

    private IrInstruction Add(IrInstruction instruction)
    {
        instruction.Span = _span;
        Instructions.Add(instruction);
        return instruction;
    }
}
