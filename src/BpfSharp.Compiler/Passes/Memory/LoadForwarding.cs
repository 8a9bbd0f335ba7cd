using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes.Slots;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>
/// A load whose value is known on every way there, from an earlier load or store of the same bytes, is that value. Of map values and globals, which are others' too, reads beside each other are one
/// (<see cref="SharedPlaces"/>); each read of the context stays.
/// </summary>
internal sealed class LoadForwarding
{
    private static readonly List<MemoryPlace> s_none = new();

    private readonly CompilationContext _context;
    private readonly PrivateMemory _memory;
    private readonly SharedPlaces _shared;
    private readonly HashSet<IrInstruction> _stay;
    private readonly IrFunction _function;
    private readonly ControlFlow _flow;
    private readonly HashSet<IrValue> _bases = new();

    // By the order of the block; null where it was not looked at yet.
    private Dictionary<MemoryPlace, Known>?[] _atEnd = Array.Empty<Dictionary<MemoryPlace, Known>?>();

    private LoadForwarding(CompilationContext context, IrFunction function)
    {
        _context = context;
        _function = function;
        var provenance = new Provenance(function, context.Module.Helpers);
        _memory = new PrivateMemory(context, provenance);
        _shared = new SharedPlaces(context, provenance);
        _stay = SharedPlaces.ReadsThatStay(function);
        _flow = new ControlFlow(function);
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        var pass = new LoadForwarding(context, function);
        pass.FindBases();
        return pass._bases.Count != 0 && pass.Run();
    }

    private bool Run()
    {
        _atEnd = new Dictionary<MemoryPlace, Known>?[_flow.ReversePostorder.Count];
        for (bool changed = _flow.HasLoops; changed;)
        {
            changed = false;
            foreach (IrBlock block in _flow.ReversePostorder)
            {
                Dictionary<MemoryPlace, Known> state = Join(block);
                foreach (IrInstruction instruction in block.Instructions)
                    Step(instruction, block, state);
                int order = _flow.Order(block);
                if (_atEnd[order] is { } old && AreEqual(old, state))
                    continue;
                _atEnd[order] = state;
                changed = true;
            }
        }

        return Replace();
    }

    // What of a place is known counts only where another access is behind the same pointer, and one of them a load that may go.
    private void FindBases()
    {
        var accesses = new Dictionary<IrValue, int>();
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            foreach (IrInstruction access in block.Instructions)
            {
                if (access.Op is not (IrOp.Load or IrOp.Store) || !IsKnown(access))
                    continue;
                IrValue root = PointerParts.Of(access.Operands[0]).Base;
                accesses.TryGetValue(root, out int count);
                accesses[root] = count + 1;
            }
        }

        foreach (IrBlock block in _flow.ReversePostorder)
        {
            foreach (IrInstruction load in block.Instructions)
            {
                if (load.Op == IrOp.Load && PointerParts.Of(load.Operands[0]).Base is var root && accesses.TryGetValue(root, out int count) && count > 1 && IsKnown(load) && !Stays(load))
                    _bases.Add(root);
            }
        }
    }

    private bool Replace()
    {
        var map = new ValueMap();
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            Dictionary<MemoryPlace, Known> state = Join(block);
            List<IrInstruction>? output = null;
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                IrInstruction instruction = block.Instructions[i];
                if (instruction.Op == IrOp.Load && state.Count != 0 && !Stays(instruction) && Value(instruction, state, out IrInstruction? extension) is { } value)
                {
                    map.Replace(instruction, value);
                    output ??= block.Instructions.GetRange(0, i);
                    if (extension is not null)
                        output.Add(extension);
                }
                else
                {
                    output?.Add(instruction);
                }

                Step(instruction, block, state);
            }

            _atEnd[_flow.Order(block)] = state;
            if (output is null)
                continue;
            block.Instructions.Clear();
            block.Instructions.AddRange(output);
        }

        map.Apply(_function);
        return map.Count != 0;
    }

    private static IrValue? Value(IrInstruction load, Dictionary<MemoryPlace, Known> state, out IrInstruction? extension)
    {
        MemoryPlace place = Place(load);
        if (state.TryGetValue(place, out Known known))
            return Value(load, known, out extension);
        extension = null;
        foreach (KeyValuePair<MemoryPlace, Known> wider in state)
        {
            if (wider.Key.Contains(place) && wider.Value is { IsLoaded: false, Value: IrConstant constant })
                return PartOf(constant, (int)(place.Offset - wider.Key.Offset) * 8, load);
        }

        return null;
    }

    private static IrConstant? PartOf(IrConstant constant, int shift, IrInstruction load)
    {
        long bits = constant.Value >> shift;
        return load.TypeArgument!.Kind switch
        {
            IrTypeKind.I8 => IrConstant.I32((sbyte)bits),
            IrTypeKind.U8 or IrTypeKind.Bool => IrConstant.I32((byte)bits),
            IrTypeKind.I16 => IrConstant.I32((short)bits),
            IrTypeKind.U16 or IrTypeKind.Char => IrConstant.I32((ushort)bits),
            IrTypeKind.I32 or IrTypeKind.U32 => IrConstant.I32((int)bits),
            _ => null,
        };
    }

    // The value as this load gives it; memory keeps the low bits of what was stored.
    private static IrValue? Value(IrInstruction load, Known known, out IrInstruction? extension)
    {
        extension = null;
        if (known.Value.Type != load.Type)
            return null;
        if (known.IsLoaded && known.Type == load.TypeArgument || PromotedSlot.Extension(load.TypeArgument!) is not { } op)
            return known.Value;
        return extension = new IrInstruction(op, IrType.I32, known.Value) { Span = load.Span };
    }

    private Dictionary<MemoryPlace, Known> Join(IrBlock block)
    {
        Dictionary<MemoryPlace, Known>? state = null;
        foreach (IrEdge edge in _flow.Predecessors(block))
        {
            if (_atEnd[_flow.Order(edge.From)] is not { } end)
                continue;
            if (state is null)
                state = new Dictionary<MemoryPlace, Known>(end);
            else if (state.Count != 0)
                Keep(state, end);
        }

        if (state is null)
            return new Dictionary<MemoryPlace, Known>();
        if (state.Count != 0)
            ForgetShared(block, state);
        return state;
    }

    // Farther than the next block reads are not beside each other: in a loop that was unrolled, each round's numbers would hang on those of the one before, and the verifier would walk them all.
    private void ForgetShared(IrBlock block, Dictionary<MemoryPlace, Known> state)
    {
        IrEdges edges = _flow.Predecessors(block);
        foreach (MemoryPlace place in state.Where(p => p.Value.SharedIn is { } readIn && (edges.Count != 1 || edges[0].From != readIn)).Select(static p => p.Key).ToList())
            state.Remove(place);
    }

    private static void Keep(Dictionary<MemoryPlace, Known> state, Dictionary<MemoryPlace, Known> other)
    {
        foreach (MemoryPlace place in state.Keys.ToList())
        {
            if (!other.TryGetValue(place, out Known known) || known != state[place])
                state.Remove(place);
        }
    }

    private void Step(IrInstruction instruction, IrBlock block, Dictionary<MemoryPlace, Known> state)
    {
        if (instruction.Op is not (IrOp.Load or IrOp.Store or IrOp.Copy or IrOp.Zero or IrOp.Atomic or IrOp.Helper or IrOp.CallSubprogram))
            return;
        if (instruction.Op != IrOp.Load)
            Forget(instruction, state);

        if (instruction.Op is not (IrOp.Load or IrOp.Store))
            return;
        MemoryPlace touched = Place(instruction);
        if (!_bases.Contains(touched.Base) || !IsKnown(instruction))
            return;
        bool isLoad = instruction.Op == IrOp.Load;
        if (!isLoad || !state.ContainsKey(touched))
            state[touched] = new Known(isLoad ? instruction : instruction.Operands[1], instruction.TypeArgument!, isLoad, _shared.IsShared(touched.Base) ? block : null);
    }

    // What was stored for others is read again: that is how a program makes the verifier forget what it knows of a number (docs/rules/BPF3085.md).
    private bool IsKnown(IrInstruction access) =>
        _memory.IsPrivate(access.Operands[0]) || (access.Op == IrOp.Load && access.TypeArgument != IrType.Ptr && _shared.IsShared(access.Operands[0]));

    private bool Stays(IrInstruction load) => _stay.Contains(load) && _shared.IsShared(load.Operands[0]);

    private void Forget(IrInstruction instruction, Dictionary<MemoryPlace, Known> state)
    {
        if (state.Count == 0)
            return;
        MemoryAccess[] accesses = MemoryAccess.Of(instruction, _context);
        List<MemoryPlace>? changed = null;
        foreach (MemoryPlace place in state.Keys)
        {
            if (MayChange(instruction, accesses, place))
                (changed ??= new()).Add(place);
        }

        foreach (MemoryPlace place in changed ?? s_none)
            state.Remove(place);
    }

    private bool MayChange(IrInstruction instruction, MemoryAccess[] accesses, MemoryPlace place) => _shared.IsShared(place.Base)
        ? SharedPlaces.Parts(instruction) || Array.Exists(accesses, a => a.IsWrite && _shared.MayChange(a.Pointer, a.Size, place))
        : _memory.MayChange(instruction, accesses, place);

    private static MemoryPlace Place(IrInstruction access)
    {
        PointerParts parts = PointerParts.Of(access.Operands[0]);
        return new MemoryPlace(parts.Base, parts.Offset, access.TypeArgument!.PrimitiveSize);
    }

    private static bool AreEqual(Dictionary<MemoryPlace, Known> a, Dictionary<MemoryPlace, Known> b) =>
        a.Count == b.Count && a.All(p => b.TryGetValue(p.Key, out Known other) && other == p.Value);

    // SharedIn: the block with the read, where the place is shared.
    private readonly record struct Known(IrValue Value, IrType Type, bool IsLoaded, IrBlock? SharedIn);
}
