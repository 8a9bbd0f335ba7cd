using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes.Slots;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>
/// A load from private memory whose value is known on every way there, from an earlier load or store of the same bytes, is that value.
/// Maps, globals and the context are others' too: each read of them stays.
/// </summary>
internal sealed class LoadForwarding
{
    private readonly PrivateMemory _memory;
    private readonly IrFunction _function;
    private readonly ControlFlow _flow;
    private readonly Dictionary<IrBlock, Dictionary<PrivatePlace, Known>> _atEnd = new();

    private LoadForwarding(CompilationContext context, IrFunction function)
    {
        _function = function;
        _memory = new PrivateMemory(context, function);
        _flow = new ControlFlow(function);
    }

    public static bool Run(CompilationContext context, IrFunction function) => new LoadForwarding(context, function).Run();

    private bool Run()
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrBlock block in _flow.ReversePostorder)
            {
                Dictionary<PrivatePlace, Known> state = Join(block);
                foreach (IrInstruction instruction in block.Instructions)
                    Step(instruction, state);
                if (_atEnd.TryGetValue(block, out Dictionary<PrivatePlace, Known>? old) && AreEqual(old, state))
                    continue;
                _atEnd[block] = state;
                changed = true;
            }
        }

        return Replace();
    }

    private bool Replace()
    {
        var map = new ValueMap();
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            Dictionary<PrivatePlace, Known> state = Join(block);
            var output = new List<IrInstruction>(block.Instructions.Count);
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op == IrOp.Load && Value(instruction, state, output) is { } value)
                    map.Replace(instruction, value);
                else
                    output.Add(instruction);
                Step(instruction, state);
            }

            block.Instructions.Clear();
            block.Instructions.AddRange(output);
        }

        map.Apply(_function);
        return map.Count != 0;
    }

    private static IrValue? Value(IrInstruction load, Dictionary<PrivatePlace, Known> state, List<IrInstruction> output)
    {
        PrivatePlace place = Place(load);
        if (state.TryGetValue(place, out Known known))
            return Value(load, known, output);
        foreach (KeyValuePair<PrivatePlace, Known> wider in state)
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
    private static IrValue? Value(IrInstruction load, Known known, List<IrInstruction> output)
    {
        if (known.Value.Type != load.Type)
            return null;
        if (known.IsLoaded && known.Type == load.TypeArgument || PromotedSlot.Extension(load.TypeArgument!) is not { } extension)
            return known.Value;
        var extended = new IrInstruction(extension, IrType.I32, known.Value) { Span = load.Span };
        output.Add(extended);
        return extended;
    }

    private Dictionary<PrivatePlace, Known> Join(IrBlock block)
    {
        Dictionary<PrivatePlace, Known>? state = null;
        foreach (IrEdge edge in _flow.Predecessors(block))
        {
            if (!_atEnd.TryGetValue(edge.From, out Dictionary<PrivatePlace, Known>? end))
                continue;
            if (state is null)
                state = new Dictionary<PrivatePlace, Known>(end);
            else
                Keep(state, end);
        }

        return state ?? new Dictionary<PrivatePlace, Known>();
    }

    private static void Keep(Dictionary<PrivatePlace, Known> state, Dictionary<PrivatePlace, Known> other)
    {
        foreach (PrivatePlace place in state.Keys.ToList())
        {
            if (!other.TryGetValue(place, out Known known) || known != state[place])
                state.Remove(place);
        }
    }

    private void Step(IrInstruction instruction, Dictionary<PrivatePlace, Known> state)
    {
        if (instruction.Op is not (IrOp.Load or IrOp.Store or IrOp.Copy or IrOp.Zero or IrOp.Atomic or IrOp.Helper or IrOp.CallSubprogram))
            return;
        if (instruction.Op != IrOp.Load)
        {
            foreach (PrivatePlace place in state.Keys.ToList())
            {
                if (_memory.MayChange(instruction, place))
                    state.Remove(place);
            }
        }

        if (instruction.Op is not (IrOp.Load or IrOp.Store) || !_memory.IsPrivate(instruction.Operands[0]))
            return;
        bool isLoad = instruction.Op == IrOp.Load;
        PrivatePlace touched = Place(instruction);
        if (!isLoad || !state.ContainsKey(touched))
            state[touched] = new Known(isLoad ? instruction : instruction.Operands[1], instruction.TypeArgument!, isLoad);
    }

    private static PrivatePlace Place(IrInstruction access)
    {
        PointerParts parts = PointerParts.Of(access.Operands[0]);
        return new PrivatePlace(parts.Base, parts.Offset, access.TypeArgument!.PrimitiveSize);
    }

    private static bool AreEqual(Dictionary<PrivatePlace, Known> a, Dictionary<PrivatePlace, Known> b) =>
        a.Count == b.Count && a.All(p => b.TryGetValue(p.Key, out Known other) && other == p.Value);

    private readonly record struct Known(IrValue Value, IrType Type, bool IsLoaded);
}
