using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Slots;

/// <summary>A slot that becomes a value.</summary>
internal sealed class PromotedSlot
{
    private readonly List<SlotUse> _uses;

    private PromotedSlot(IrInstruction slot, int index, List<SlotUse> uses, IrType type)
    {
        Slot = slot;
        Index = index;
        Type = type;
        _uses = uses;
        bool isLoaded = false;
        foreach (SlotUse use in uses)
        {
            if (use.Kind != SlotUseKind.Load)
                continue;
            IrOp? extension = Extension(use.Instruction.TypeArgument!);
            ExtendAtLoads |= isLoaded && extension != StoreExtension;
            StoreExtension = isLoaded ? StoreExtension : extension;
            isLoaded = true;
        }

        if (ExtendAtLoads)
            StoreExtension = null;
    }

    public IrInstruction Slot { get; }

    /// <summary>Among the slots that are promoted together.</summary>
    public int Index { get; }

    /// <summary>Type of the value.</summary>
    public IrType Type { get; }

    /// <summary>What a stored value goes through to become what every load gives: memory keeps only the low bits.</summary>
    public IrOp? StoreExtension { get; }

    /// <summary>Loads of several types: each extends by itself.</summary>
    public bool ExtendAtLoads { get; }

    /// <summary>The parameter that stands for the slot, by block.</summary>
    public Dictionary<IrBlock, IrParameter> Parameters { get; } = new();

    public static PromotedSlot? TryCreate(IrInstruction slot, int index, List<SlotUse> uses)
    {
        IrType? type = null;
        int size = 0;
        foreach (SlotUse use in uses)
        {
            if (!use.IsScalar || use.Offset != 0)
                return null;
            IrType valueType = use.Instruction.TypeArgument!.ValueType;
            if (type is not null && (type != valueType || size != use.Size))
                return null;
            type = valueType;
            size = use.Size;
        }

        return new PromotedSlot(slot, index, uses, type ?? IrType.I32);
    }

    public static IrOp? Extension(IrType memory) => memory.Kind switch
    {
        IrTypeKind.I8 => IrOp.ExtI8,
        IrTypeKind.U8 or IrTypeKind.Bool => IrOp.ExtU8,
        IrTypeKind.I16 => IrOp.ExtI16,
        IrTypeKind.U16 or IrTypeKind.Char => IrOp.ExtU16,
        _ => null,
    };

    public void PlaceParameters(ControlFlow flow, List<IrBlock>?[] frontiers)
    {
        var stores = new HashSet<IrBlock>();
        HashSet<IrBlock> live = LiveAtEntry(flow, stores);
        var work = new List<IrBlock>(stores);
        for (int i = 0; i < work.Count; i++)
        {
            if (frontiers[flow.Order(work[i])] is not { } frontier)
                continue;
            foreach (IrBlock join in frontier)
            {
                if (!live.Contains(join) || Parameters.ContainsKey(join))
                    continue;
                Parameters.Add(join, new IrParameter(Type));
                if (stores.Add(join))
                    work.Add(join);
            }
        }
    }

    // Blocks at whose start the value is still wanted; and those that store.
    private HashSet<IrBlock> LiveAtEntry(ControlFlow flow, HashSet<IrBlock> stores)
    {
        var live = new HashSet<IrBlock>();
        var work = new Stack<IrBlock>();
        for (int i = 0; i < _uses.Count; i++)
        {
            IrBlock block = _uses[i].Block;
            if (!flow.IsReachable(block))
                continue;
            if (_uses[i].Kind == SlotUseKind.Store)
                stores.Add(block);
            // The first use in the block: behind a store it is not what stood there at its start.
            else if ((i == 0 || _uses[i - 1].Block != block) && live.Add(block))
                work.Push(block);
        }

        while (work.Count != 0)
        {
            foreach (IrEdge edge in flow.Predecessors(work.Pop()))
            {
                if (!stores.Contains(edge.From) && live.Add(edge.From))
                    work.Push(edge.From);
            }
        }

        return live;
    }
}
