using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Loops;

/// <summary>Memory that a loop's rounds share: the number of the exit that was taken, then what one round hands to the next, and what the loop gives.</summary>
internal sealed class LoopState
{
    private const int Cell = 8;

    private readonly Dictionary<IrValue, int> _cells = new();

    public LoopState(IEnumerable<IrValue> values)
    {
        foreach (IrValue value in values)
        {
            if (!_cells.ContainsKey(value))
                _cells.Add(value, _cells.Count + 1);
        }

        Slot = new IrInstruction(IrOp.Slot, IrType.Ptr) { Symbol = "", Immediate = Bytes };
    }

    /// <summary>In the function around.</summary>
    public IrInstruction Slot { get; }

    public int Bytes => Cell * (_cells.Count + 1);

    public static void StoreExit(List<IrInstruction> output, IrValue state, int exit, int span) => output.Add(Store(state, IrConstant.I64(exit), span));

    public static IrInstruction LoadExit(List<IrInstruction> output, IrValue state, int span) => Load(output, state, IrType.I32, span);

    public void Store(List<IrInstruction> output, IrValue state, IrValue variable, IrValue value, int span)
    {
        IrInstruction address = AddressOf(output, state, variable, span);
        // A whole cell, which costs no more: no byte of it is left unwritten.
        if (value.Type == IrType.I32)
        {
            var wide = new IrInstruction(IrOp.ZExt, IrType.I64, value) { Span = span };
            output.Add(wide);
            value = wide;
        }

        output.Add(Store(address, value, span));
    }

    public IrInstruction Load(List<IrInstruction> output, IrValue state, IrValue variable, int span) =>
        Load(output, AddressOf(output, state, variable, span), variable.Type, span);

    private IrInstruction AddressOf(List<IrInstruction> output, IrValue state, IrValue variable, int span)
    {
        var address = new IrInstruction(IrOp.PtrAdd, IrType.Ptr, state, IrConstant.I64(Cell * _cells[variable])) { Span = span };
        output.Add(address);
        return address;
    }

    private static IrInstruction Store(IrValue address, IrValue value, int span) =>
        new(IrOp.Store, IrType.Void, address, value) { TypeArgument = value.Type, Span = span };

    private static IrInstruction Load(List<IrInstruction> output, IrValue address, IrType type, int span)
    {
        var load = new IrInstruction(IrOp.Load, type, address) { TypeArgument = type, Span = span };
        output.Add(load);
        return load;
    }
}
