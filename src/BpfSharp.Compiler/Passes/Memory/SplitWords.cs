using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>Finds words whose halves are stored one by one: aligned ones of locals, and any two neighbours in the packet.</summary>
internal sealed class SplitWords
{
    private const int HalfSize = 2, WordSize = 4;

    private readonly Dominators _dominators;
    private readonly PrivateMemory _memory;
    private readonly List<(IrInstruction Call, IrBlock Block, MemoryPlace Place)> _keys = new();
    private readonly List<SplitWord> _found = new();
    // Halves whose other half has not been stored so far.
    private readonly List<(IrInstruction Store, MemoryPlace Place)> _pending = new();

    private SplitWords(CompilationContext context, Dominators dominators, PrivateMemory memory)
    {
        _dominators = dominators;
        _memory = memory;
        foreach (IrBlock block in dominators.Preorder)
        {
            foreach (MemoryAccess access in block.Instructions.Where(static i => i.Op == IrOp.Helper).SelectMany(i => MemoryAccess.Of(i, context)).Where(static a => a.Argument == IrHelperArgument.MapKey))
            {
                PointerParts parts = PointerParts.Of(access.Pointer);
                _keys.Add((access.Instruction, block, new MemoryPlace(parts.Base, parts.Offset, access.Size)));
            }
        }
    }

    /// <summary>In the order of the dominator tree; none where none of them is in a key.</summary>
    public static List<SplitWord> Find(CompilationContext context, Dominators dominators, PrivateMemory memory)
    {
        var words = new SplitWords(context, dominators, memory);
        foreach (IrBlock block in words._keys.Count == 0 ? new List<IrBlock>() : dominators.Preorder)
            words.Search(block);
        return words._found.Exists(static w => w.IsInKey) ? words._found : new List<SplitWord>();
    }

    private void Search(IrBlock block)
    {
        _pending.Clear();
        foreach (IrInstruction instruction in block.Instructions)
        {
            if (instruction.Op is IrOp.Load or IrOp.Store)
            {
                IrValue pointer = instruction.Operands[0];
                int size = instruction.TypeArgument!.PrimitiveSize;
                _pending.RemoveAll(p => _memory.MayTouch(pointer, size, p.Place));
                PointerParts parts = PointerParts.Of(pointer);
                if (instruction.Op == IrOp.Store && size == HalfSize && IsPlain(parts))
                    Add(block, instruction, new MemoryPlace(parts.Base, parts.Offset, size));
            }
            else if (!PrivateMemory.IsApart(instruction))
            {
                _pending.Clear();
            }
        }
    }

    private bool IsPlain(PointerParts parts) => parts.Base is IrInstruction { Op: IrOp.Slot } ? parts.Offset % HalfSize == 0 : parts.Base is IrInstruction { Op: IrOp.CtxLoad } && _memory.IsPrivate(parts.Base);

    private void Add(IrBlock block, IrInstruction store, MemoryPlace place)
    {
        int other = _pending.FindIndex(p => p.Place.Base == place.Base && System.Math.Abs(p.Place.Offset - place.Offset) == HalfSize && IsAligned(place.Base, System.Math.Min(p.Place.Offset, place.Offset)));
        if (other < 0)
        {
            _pending.Add((store, place));
            return;
        }

        (IrInstruction first, MemoryPlace firstPlace) = _pending[other];
        _pending.RemoveAt(other);
        bool isLow = firstPlace.Offset < place.Offset;
        var word = new MemoryPlace(place.Base, isLow ? firstPlace.Offset : place.Offset, WordSize);
        _found.Add(new SplitWord(isLow ? first : store, isLow ? store : first, store, block, word, IsInKey(word, block, store)));
    }

    // What the verifier wants aligned is: frame slots lie at multiples of eight bytes.
    private static bool IsAligned(IrValue start, long offset) => start is not IrInstruction { Op: IrOp.Slot } || offset % WordSize == 0;

    private bool IsInKey(MemoryPlace word, IrBlock block, IrInstruction store) => _keys.Exists(r => r.Place.Contains(word)
        && (r.Block == block ? block.Instructions.IndexOf(r.Call) > block.Instructions.IndexOf(store) : !_dominators.Dominates(r.Block, block)));
}
