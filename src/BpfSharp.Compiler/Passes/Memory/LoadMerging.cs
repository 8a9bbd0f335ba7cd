using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>
/// Two loads side by side that are put together to one number become one load. Where a local has no alignment for it, the whole aligned word around it is read and shifted, if all of that is written:
/// the verifier refuses to read what is not.
/// </summary>
internal sealed class LoadMerging
{
    private readonly CompilationContext _context;
    private readonly IrFunction _function;
    private readonly PrivateMemory _memory;
    private readonly Dictionary<IrValue, int> _uses = new();
    private readonly HashSet<IrValue> _pointerSlots = new();
    private readonly ValueMap _map = new();
    private ControlFlow? _flow;
    private SlotWrites? _writes;

    private LoadMerging(CompilationContext context, IrFunction function)
    {
        _context = context;
        _function = function;
        _memory = new PrivateMemory(context, function);
        foreach (IrInstruction instruction in function.Blocks.SelectMany(static b => b.Instructions))
        {
            foreach (IrValue operand in instruction.Operands.Concat(instruction.Targets.SelectMany(static t => t.Arguments)))
                _uses[operand] = _uses.TryGetValue(operand, out int count) ? count + 1 : 1;
            if (instruction is { Op: IrOp.Store, TypeArgument.Kind: IrTypeKind.Ptr })
                _pointerSlots.Add(PointerParts.Of(instruction.Operands[0]).Base);
        }
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        if (!function.Blocks.Exists(static b => b.Instructions.Exists(static i => i.Op == IrOp.Or && LoadPiece.Of(i.Operands[0]) is not null && LoadPiece.Of(i.Operands[1]) is not null)))
            return false;
        var pass = new LoadMerging(context, function);
        foreach (IrBlock block in function.Blocks)
            pass.Merge(block);
        pass._map.Apply(function);
        return pass._map.Count != 0;
    }

    private void Merge(IrBlock block)
    {
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            IrInstruction or = block.Instructions[i];
            if (or.Op != IrOp.Or || LoadPiece.Of(or.Operands[0]) is not { } one || LoadPiece.Of(or.Operands[1]) is not { } other)
                continue;
            (LoadPiece low, LoadPiece high) = one.Shift <= other.Shift ? (one, other) : (other, one);
            if (!low.IsFollowedBy(high) || !low.Chain.Concat(high.Chain).All(v => _uses[v] == 1))
                continue;
            var place = new MemoryPlace(low.Address.Base, low.Address.Offset, low.Size + high.Size);
            if (!IsUnchanged(block, i, low.Load, high.Load, place))
                continue;
            var made = new LoadCode(or.Span);
            if (Value(made, block, or, place) is not { } value)
                continue;
            _map.Replace(or, value);
            block.Instructions.RemoveAt(i);
            block.Instructions.InsertRange(i, made.Instructions);
            block.Instructions.RemoveAll(v => low.Chain.Contains(v) || high.Chain.Contains(v));
            i = block.Instructions.IndexOf(made.Instructions[made.Instructions.Count - 1]);
        }
    }

    // Both loads in this block, and nothing writes behind the first.
    private bool IsUnchanged(IrBlock block, int end, IrInstruction low, IrInstruction high, MemoryPlace place)
    {
        int first = block.Instructions.IndexOf(low);
        int second = block.Instructions.IndexOf(high);
        if (first < 0 || second < 0 || !_memory.IsPrivate(place.Base))
            return false;
        for (int i = System.Math.Min(first, second) + 1; i < end; i++)
        {
            if (_memory.MayChange(block.Instructions[i], place))
                return false;
        }

        return true;
    }

    private IrValue? Value(LoadCode code, IrBlock block, IrInstruction or, MemoryPlace place)
    {
        var slot = place.Base as IrInstruction;
        bool isSlot = slot is { Op: IrOp.Slot };
        bool isPacket = slot is { Op: IrOp.CtxLoad };
        if (LoadCode.TypeOf(place.Size) is not null && (isPacket || (isSlot && place.Offset % place.Size == 0)))
            return code.As(or.Type, code.Load(place));
        if (!isSlot || _pointerSlots.Contains(place.Base))
            return null;
        foreach (int size in new[] { 4, 8 })
        {
            var word = new MemoryPlace(place.Base, place.Offset / size * size, size);
            if (word.Contains(place) && word.Offset + size <= slot!.Immediate && IsWritten(block, or, word))
                return Part(code, or.Type, word, place);
        }

        return null;
    }

    private static IrValue? Part(LoadCode code, IrType type, MemoryPlace word, MemoryPlace place)
    {
        ulong mask = StoreConstants.Mask(place.Size);
        bool isTop = place.Offset + place.Size == word.Offset + word.Size;
        // No immediate has the mask.
        if (!isTop && place.Size > 4)
            return null;
        IrValue value = code.ShiftRight(code.Load(word), (int)(place.Offset - word.Offset) * 8);
        if (!isTop && place.Size <= 4)
            value = code.As(IrType.I32, value);
        return code.As(type, isTop || place.Size == 4 ? value : code.And(value, (long)mask));
    }

    private bool IsWritten(IrBlock block, IrInstruction before, MemoryPlace word)
    {
        if (_writes is null)
        {
            _flow = new ControlFlow(_function);
            _writes = new SlotWrites(_context, _function, onlyKnownSizes: true);
            _writes.Solve(_flow);
        }

        ByteSet state = _writes.AtStart(_flow!, block);
        foreach (IrInstruction instruction in block.Instructions.TakeWhile(i => i != before))
            _writes.Step(instruction, state);
        return _writes.Places[word.Base].All(state, word.Offset, word.Size);
    }
}
