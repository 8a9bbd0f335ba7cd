using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>The key that a call names: the local that it lies in, and what was stored there right before.</summary>
internal sealed class EntryKey
{
    private readonly IrBlock _block;
    private readonly int _index;
    private readonly PointerParts _place;
    private readonly SortedDictionary<long, (int Size, IrValue Value)> _stores = new();

    private EntryKey(IrBlock block, int index, PointerParts place)
    {
        _block = block;
        _index = index;
        _place = place;
    }

    /// <param name="index">Where the call stands in its block.</param>
    /// <param name="size">Bytes of the key.</param>
    public static EntryKey Of(IrBlock block, int index, IrValue key, int size)
    {
        PointerParts place = PointerParts.Of(key);
        for (int i = index - 1; i >= 0; i--)
        {
            IrInstruction instruction = block.Instructions[i];
            // What was copied from another local is that one's.
            if (instruction.Op == IrOp.Copy && instruction.Immediate == size && PointerParts.Of(instruction.Operands[0]) == place)
                return Of(block, i, instruction.Operands[1], size);
            if (instruction.Op is IrOp.Store or IrOp.Copy or IrOp.Zero && PointerParts.Of(instruction.Operands[0]).Base == place.Base)
                break;
        }

        var found = new EntryKey(block, index, place);
        found.Collect(size);
        return found;
    }

    /// <summary>True where both are surely the same key: the same values were stored, or it is one local that nobody writes to after the first.</summary>
    public bool IsSame(EntryKey later, IrFunction function, Dominators dominators)
    {
        if (_stores.Count != 0 && _stores.Count == later._stores.Count)
            return _stores.Zip(later._stores, (a, b) => a.Key == b.Key && a.Value.Size == b.Value.Size && IsSame(a.Value.Value, b.Value.Value)).All(static same => same);
        return _place == later._place && _place.Base is IrInstruction { Op: IrOp.Slot } && function.Blocks.All(block => !WritesAfter(block, dominators));
    }

    private static bool IsSame(IrValue a, IrValue b) => a == b || (a is IrConstant one && b is IrConstant other && one.Value == other.Value);

    private bool WritesAfter(IrBlock block, Dominators dominators)
    {
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            IrInstruction instruction = block.Instructions[i];
            bool writes = instruction.Op is IrOp.Store or IrOp.Copy or IrOp.Zero or IrOp.Atomic ? PointerParts.Of(instruction.Operands[0]).Base == _place.Base
                : instruction.Op is IrOp.Elem or IrOp.CallSubprogram && instruction.Operands.Exists(o => PointerParts.Of(o).Base == _place.Base);
            if (writes && (block == _block ? i >= _index : !dominators.Dominates(block, _block)))
                return true;
        }

        return false;
    }

    // The last stores before the call, where they fill the key.
    private void Collect(int size)
    {
        int filled = 0;
        for (int i = _index - 1; i >= 0 && filled < size; i--)
        {
            IrInstruction instruction = _block.Instructions[i];
            if (instruction.Op is not (IrOp.Store or IrOp.Copy or IrOp.Zero or IrOp.Atomic or IrOp.Elem) || PointerParts.Of(instruction.Operands[0]) is var place && place.Base != _place.Base)
                continue;
            int bytes = instruction.Op == IrOp.Store ? instruction.TypeArgument!.PrimitiveSize : 0;
            long offset = place.Offset - _place.Offset;
            if (bytes == 0 || offset < 0 || offset + bytes > size || _stores.Any(s => s.Key < offset + bytes && offset < s.Key + s.Value.Size))
                break;
            _stores.Add(offset, (bytes, instruction.Operands[1]));
            filled += bytes;
        }

        if (filled < size)
            _stores.Clear();
    }
}
