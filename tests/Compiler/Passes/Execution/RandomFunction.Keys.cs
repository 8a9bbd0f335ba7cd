using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Tests.Passes.Execution;

/// <summary>Keys of one number, or of two halves: neighbours in the packet in either order, or anything else; also of the same halves as a key before.</summary>
internal sealed partial class RandomFunction
{
    private IrInstruction Key()
    {
        IrInstruction key = Slot(4);
        if (_random.Next(3) == 0)
        {
            Store(IrType.U32, key, Value(IrType.I32, 1));
            return key;
        }

        List<IrValue> halves = _random.Next(3) == 0 ? [Half(), Half()] : Neighbours();
        int low = _random.Next(2);
        StoreHalves(key, halves[low], halves[1 - low]);
        if (_random.Next(2) == 0)
        {
            Lookup(key);
            key = Slot(4);
            StoreHalves(key, halves[1 - low], _random.Next(4) == 0 ? Half() : halves[low]);
        }

        return key;
    }

    private void StoreHalves(IrInstruction key, IrValue low, IrValue high)
    {
        bool isLowFirst = _random.Next(2) == 0;
        Store(IrType.U16, isLowFirst ? key : Step(key, 2), isLowFirst ? low : high);
        if (_random.Next(4) == 0)
            Keep(Load(IrType.U16, isLowFirst ? key : Step(key, 2)));
        Store(IrType.U16, isLowFirst ? Step(key, 2) : key, isLowFirst ? high : low);
    }

    private List<IrValue> Neighbours()
    {
        int at = _random.Next(0, 12);
        bool isSwapped = _random.Next(3) != 0;
        IrValue first = Load(IrType.U16, Step(_data, at));
        if (_random.Next(6) == 0)
            Store(IrType.U16, Step(_data, at + _random.Next(-1, 4)), Value(IrType.I32, 1));
        IrValue second = Load(IrType.U16, Step(_data, at + 2));
        if (!isSwapped)
            return [first, second];
        List<IrValue> halves = [Emit(new IrInstruction(IrOp.Bswap16, IrType.I32, first)), Emit(new IrInstruction(IrOp.Bswap16, IrType.I32, second))];
        // Wanted for something else, too.
        if (_random.Next(3) == 0)
            Keep(Pick(halves.ToArray()));
        return halves;
    }

    private IrValue Half() => _random.Next(3) switch
    {
        0 => Constant(IrType.I32),
        1 => Emit(new IrInstruction(IrOp.Bswap16, IrType.I32, Value(IrType.I32, 1))),
        _ => Value(IrType.I32, 1),
    };

    private IrInstruction Lookup(IrInstruction key)
    {
        IrInstruction map = Emit(new IrInstruction(IrOp.MapAddr, IrType.Ptr) { Symbol = "Values" });
        return Emit(new IrInstruction(IrOp.Helper, IrType.Ptr, map, key) { Symbol = "bpf_map_lookup_elem", Span = _span });
    }
}
