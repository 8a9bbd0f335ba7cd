using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Instructions about places in the packet, one after the other.</summary>
internal sealed class PacketCode
{
    /// <summary>MAX_PACKET_OFF: no range is known to the verifier beyond.</summary>
    public const long MaxOffset = 0xffff;

    private readonly string _kind;
    private readonly IrValue _context;
    private readonly int _span;
    private IrInstruction? _data;

    /// <param name="data">The packet's start, where it is loaded already.</param>
    public PacketCode(string kind, IrValue context, int span, IrInstruction? data = null)
    {
        _data = data;
        _kind = kind;
        _context = context;
        _span = span;
    }

    public List<IrInstruction> Instructions { get; } = new();

    /// <summary>The packet's start.</summary>
    public IrInstruction Data => _data ??= Add(PacketFields.LoadData(_kind, _context));

    public IrInstruction Add(IrInstruction instruction)
    {
        instruction.Span = _span;
        Instructions.Add(instruction);
        return instruction;
    }

    public IrInstruction Add(IrOp op, IrType type, params IrValue[] operands) => Add(new IrInstruction(op, type, operands));

    /// <summary>A number of 32 bits without sign as one of 64.</summary>
    public IrValue Wide(IrValue value)
    {
        if (value.Type == IrType.I64)
            return value;
        return value is IrConstant constant ? IrConstant.I64((uint)constant.Value) : Add(IrOp.ZExt, IrType.I64, value);
    }

    /// <summary>How far a pointer is from the packet's start.</summary>
    public IrInstruction Distance(IrValue pointer) => Add(IrOp.PtrDiff, IrType.I64, pointer, Data);

    /// <summary>Where bytes from a pointer on end, counted from the packet's start.</summary>
    /// <param name="distance">How far that is from what the pointer is a constant step from, where that is known.</param>
    public IrValue End(IrValue pointer, IrValue size, IrValue? distance = null)
    {
        PointerParts parts = PointerParts.Of(pointer);
        bool isKnown = parts.Base is IrInstruction { Op: IrOp.CtxLoad, Symbol: "data" };
        if (size is IrConstant)
            return Sum(isKnown ? null : distance ?? Distance(parts.Base), parts.Offset + ((IrConstant)Wide(size)).Value);
        IrValue variable = isKnown ? Wide(size) : Add(IrOp.Add, IrType.I64, distance ?? Distance(parts.Base), Wide(size));
        return Sum(variable, parts.Offset);
    }

    private IrValue Sum(IrValue? variable, long constant)
    {
        if (variable is null)
            return IrConstant.I64(constant);
        return constant == 0 ? variable : Add(IrOp.Add, IrType.I64, variable, IrConstant.I64(constant));
    }
}
