using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Subprograms;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>
/// Numbers that are read side by side and stored side by side, and wanted for nothing else, are bytes on their way from one place to another, whatever fields they are: they go
/// in the widest moves that hold them. Two MAC addresses that move together are two moves instead of four.
/// </summary>
internal sealed class CopyMerging
{
    private readonly PrivateMemory _memory;
    private readonly Provenance _provenance;
    private readonly ExcessBytes _excess;
    private readonly Dictionary<IrValue, int> _uses = new();
    private readonly Dictionary<IrInstruction, IrBlock> _blocks = new();
    private readonly List<CopyPiece> _pending = new();
    private bool _changed;

    private CopyMerging(CompilationContext context, IrFunction function)
    {
        _memory = new PrivateMemory(context, function);
        _provenance = new Provenance(function, context.Module.Helpers);
        _excess = new ExcessBytes(context, function, _memory, _provenance);
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                _blocks.Add(instruction, block);
                Count(instruction.Operands);
                foreach (IrTarget target in instruction.Targets)
                    Count(target.Arguments);
            }
        }
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        if (!function.Blocks.Exists(static b => b.Instructions.Exists(static i => i.Op == IrOp.Store && i.Operands[1] is IrInstruction { Op: IrOp.Load })))
            return false;
        var pass = new CopyMerging(context, function);
        foreach (IrBlock block in function.Blocks)
            pass.Merge(block);
        return pass._changed;
    }

    private void Count(List<IrValue> values)
    {
        foreach (IrValue value in values)
        {
            _uses.TryGetValue(value, out int count);
            _uses[value] = count + 1;
        }
    }

    private void Merge(IrBlock block)
    {
        foreach (IrInstruction instruction in block.Instructions.ToList())
        {
            if (instruction.Op is IrOp.Load or IrOp.Store)
            {
                IrValue pointer = instruction.Operands[0];
                int size = instruction.TypeArgument!.PrimitiveSize;
                if (_pending.Exists(p => _memory.MayTouch(pointer, size, p.Target)))
                    Flush(block);
                if (instruction.Op == IrOp.Store && Piece(instruction) is { } piece)
                    _pending.Add(piece);
            }
            else if (!PrivateMemory.IsApart(instruction))
            {
                Flush(block);
            }
        }

        Flush(block);
    }

    private CopyPiece? Piece(IrInstruction store)
    {
        bool isCopy = store.TypeArgument!.Kind != IrTypeKind.Ptr && store.Operands[1] is IrInstruction { Op: IrOp.Load } && _uses[store.Operands[1]] == 1 && _memory.IsPrivate(store.Operands[0]);
        if (!isCopy)
            return null;
        var load = (IrInstruction)store.Operands[1];
        int size = store.TypeArgument.PrimitiveSize;
        PointerParts from = PointerParts.Of(load.Operands[0]);
        PointerParts to = PointerParts.Of(store.Operands[0]);
        bool isRead = load.TypeArgument!.Kind != IrTypeKind.Ptr && load.TypeArgument.PrimitiveSize == size && IsPlain(from.Base) && IsPlain(to.Base);
        return isRead ? new CopyPiece(load, store, new MemoryPlace(from.Base, from.Offset, size), new MemoryPlace(to.Base, to.Offset, size)) : null;
    }

    // Other pointers into the frame may lead to any of its bytes, and the verifier wants moves aligned there.
    private bool IsPlain(IrValue start) => _provenance.KindOf(start) switch
    {
        PointerKind.Stack => start is IrInstruction { Op: IrOp.Slot },
        PointerKind.Packet or PointerKind.MapValue => true,
        _ => false,
    };

    private void Flush(IrBlock block)
    {
        foreach (IGrouping<(IrBlock, IrValue, IrValue, long), CopyPiece> group in _pending.GroupBy(p => (_blocks[p.Load], p.Source.Base, p.Target.Base, p.Target.Offset - p.Source.Offset)))
        {
            List<CopyPiece> pieces = group.OrderBy(static p => p.Source.Offset).ToList();
            for (int first = 0; first < pieces.Count;)
            {
                int end = first + 1;
                while (end < pieces.Count && pieces[end].Source.Offset == pieces[end - 1].Source.Offset + pieces[end - 1].Source.Size)
                    end++;
                TryWiden(pieces.GetRange(first, end - first), group.Key.Item1, block);
                first = end;
            }
        }

        _pending.Clear();
    }

    private void TryWiden(List<CopyPiece> run, IrBlock from, IrBlock to)
    {
        CopyPiece lowest = run[0];
        int bytes = run.Sum(static p => p.Source.Size);
        List<int> exact = Widths(lowest, bytes);
        if (exact.Count >= 2 && !AreReadTogether(run, from))
            return;
        IrInstruction lastStore = run.Select(static p => p.Store).OrderBy(to.Instructions.IndexOf).Last();
        if (exact.Count >= 2 && RoundedUp(bytes) is var rounded && rounded != bytes && Widths(lowest, rounded) is var wider && wider.Count < exact.Count
            && PlaceOf(run, rounded - bytes, from, to, lastStore) is { } place)
        {
            Replace(run, wider, from, to, place);
        }
        else if (exact.Count < run.Count && AreReadTogether(run, from))
        {
            Replace(run, exact, from, to, lastStore);
        }
    }

    // Three bytes, or five and more, behind the last whole eight take two moves or three.
    private static int RoundedUp(int bytes) => (bytes % 8) switch { 3 => bytes + 1, 5 or 6 or 7 => bytes + 8 - bytes % 8, _ => bytes };

    // Before which instruction the bytes can be stored with some more behind them: at their end, or before what is stored to where those go.
    private IrInstruction? PlaceOf(List<CopyPiece> run, int excess, IrBlock from, IrBlock to, IrInstruction lastStore)
    {
        MemoryPlace source = After(run[0].Source, run, excess), target = After(run[0].Target, run, excess);
        if (!_excess.CanRead(source, from) || !_excess.CanWrite(target, to))
            return null;
        if (_excess.IsOverwritten(target, to, to.Instructions.IndexOf(lastStore)))
            return lastStore;
        IrInstruction? first = to.Instructions.Find(i => _pending.Exists(p => p.Store == i && p.Target.Base == target.Base && p.Target.Overlaps(target)));
        return first is not null && CanStoreBefore(first, run, from, to) && _excess.IsOverwritten(target, to, to.Instructions.IndexOf(first)) ? first : null;
    }

    private static MemoryPlace After(MemoryPlace lowest, List<CopyPiece> run, int size) => new(lowest.Base, lowest.Offset + run.Sum(static p => p.Source.Size), size);

    private bool CanStoreBefore(IrInstruction first, List<CopyPiece> run, IrBlock from, IrBlock to)
    {
        int start = to.Instructions.IndexOf(first);
        int end = run.Max(p => to.Instructions.IndexOf(p.Store));
        if (from == to && run.Exists(p => to.Instructions.IndexOf(p.Load) >= start))
            return false;
        for (int i = start; i < end; i++)
        {
            IrInstruction instruction = to.Instructions[i];
            bool isAccess = instruction.Op is IrOp.Load or IrOp.Store;
            if (isAccess ? run.Exists(p => p.Store != instruction && _memory.MayTouch(instruction.Operands[0], instruction.TypeArgument!.PrimitiveSize, p.Target)) : !PrivateMemory.IsApart(instruction))
                return false;
        }

        return true;
    }

    private void Replace(List<CopyPiece> run, List<int> widths, IrBlock from, IrBlock to, IrInstruction place)
    {
        CopyPiece lowest = run[0];
        IrInstruction lastLoad = run.Select(static p => p.Load).OrderBy(from.Instructions.IndexOf).Last();
        int at = 0;
        foreach (int width in widths)
        {
            IrType type = LoadCode.TypeOf(width)!;
            var load = new IrInstruction(IrOp.Load, type.ValueType, Step(lowest.Source, at, lastLoad, from)) { TypeArgument = type, Span = lastLoad.Span };
            Insert(load, lastLoad, from);
            Insert(new IrInstruction(IrOp.Store, IrType.Void, Step(lowest.Target, at, place, to), load) { TypeArgument = type, Span = place.Span }, place, to);
            at += width;
        }

        foreach (CopyPiece piece in run)
        {
            from.Instructions.Remove(piece.Load);
            to.Instructions.Remove(piece.Store);
        }

        _changed = true;
    }

    // What the verifier wants aligned is: frame slots lie at multiples of eight bytes.
    private static List<int> Widths(CopyPiece lowest, int bytes)
    {
        var widths = new List<int>();
        for (int at = 0; at < bytes; at += widths[widths.Count - 1])
        {
            int width = 8;
            while (width > bytes - at || !IsAligned(lowest.Source, at, width) || !IsAligned(lowest.Target, at, width))
                width /= 2;
            widths.Add(width);
        }

        return widths;
    }

    private static bool IsAligned(MemoryPlace place, int at, int width) => place.Base is not IrInstruction { Op: IrOp.Slot } || (place.Offset + at) % width == 0;

    // Each is as good as read where the last one is: nothing in between writes there.
    private bool AreReadTogether(List<CopyPiece> run, IrBlock block)
    {
        int first = run.Min(p => block.Instructions.IndexOf(p.Load));
        int last = run.Max(p => block.Instructions.IndexOf(p.Load));
        bool isPrivate = _memory.IsPrivate(run[0].Load.Operands[0]);
        for (int i = first + 1; i < last; i++)
        {
            IrInstruction instruction = block.Instructions[i];
            bool isPassed = instruction.Op switch
            {
                IrOp.Store => !run.Exists(p => _memory.MayChange(instruction, p.Source)),
                // What is shared is read in the order of the source.
                IrOp.Load => isPrivate || _memory.IsPrivate(instruction.Operands[0]) || run.Exists(p => p.Load == instruction),
                _ => PrivateMemory.IsApart(instruction),
            };
            if (!isPassed)
                return false;
        }

        return true;
    }

    private IrValue Step(MemoryPlace place, int at, IrInstruction before, IrBlock block)
    {
        if (place.Offset + at == 0)
            return place.Base;
        var step = new IrInstruction(IrOp.PtrAdd, IrType.Ptr, place.Base, IrConstant.I64(place.Offset + at)) { Span = before.Span };
        Insert(step, before, block);
        return step;
    }

    private void Insert(IrInstruction instruction, IrInstruction before, IrBlock block)
    {
        block.Instructions.Insert(block.Instructions.IndexOf(before), instruction);
        _blocks.Add(instruction, block);
    }
}
