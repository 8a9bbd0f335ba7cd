using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Slots;

/// <summary>A slot that becomes a value.</summary>
internal sealed class PromotedSlot
{
    private readonly IReadOnlyList<SlotUse> _uses;

    private PromotedSlot(IrInstruction slot, IReadOnlyList<SlotUse> uses, IrType type)
    {
        Slot = slot;
        Type = type;
        _uses = uses;
        IrOp?[] extensions = uses.Where(static u => u.Kind == SlotUseKind.Load).Select(static u => Extension(u.Instruction.TypeArgument!)).Distinct().ToArray();
        if (extensions.Length == 1)
            StoreExtension = extensions[0];
        else
            ExtendAtLoads = extensions.Length > 1;
    }

    public IrInstruction Slot { get; }

    /// <summary>Type of the value.</summary>
    public IrType Type { get; }

    /// <summary>What a stored value goes through to become what every load gives: memory keeps only the low bits.</summary>
    public IrOp? StoreExtension { get; }

    /// <summary>Loads of several types: each extends by itself.</summary>
    public bool ExtendAtLoads { get; }

    /// <summary>The parameter that stands for the slot, by block.</summary>
    public Dictionary<IrBlock, IrParameter> Parameters { get; } = new();

    public static PromotedSlot? TryCreate(IrInstruction slot, IReadOnlyList<SlotUse> uses)
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

        return new PromotedSlot(slot, uses, type ?? IrType.I32);
    }

    public static IrOp? Extension(IrType memory) => memory.Kind switch
    {
        IrTypeKind.I8 => IrOp.ExtI8,
        IrTypeKind.U8 or IrTypeKind.Bool => IrOp.ExtU8,
        IrTypeKind.I16 => IrOp.ExtI16,
        IrTypeKind.U16 or IrTypeKind.Char => IrOp.ExtU16,
        _ => null,
    };

    public void PlaceParameters(ControlFlow flow, Dictionary<IrBlock, List<IrBlock>> frontiers)
    {
        HashSet<IrBlock> live = LiveAtEntry(flow, out List<IrBlock> work);
        var seen = new HashSet<IrBlock>(work);
        for (int i = 0; i < work.Count; i++)
        {
            if (!frontiers.TryGetValue(work[i], out List<IrBlock>? frontier))
                continue;
            foreach (IrBlock join in frontier)
            {
                if (!live.Contains(join) || Parameters.ContainsKey(join))
                    continue;
                Parameters.Add(join, new IrParameter(Type));
                if (seen.Add(join))
                    work.Add(join);
            }
        }
    }

    // Blocks at whose start the value is still wanted; and those that store.
    private HashSet<IrBlock> LiveAtEntry(ControlFlow flow, out List<IrBlock> storing)
    {
        var touching = new HashSet<IrInstruction>(_uses.Select(static u => u.Instruction));
        var live = new HashSet<IrBlock>();
        var stores = new HashSet<IrBlock>();
        var work = new Stack<IrBlock>();
        storing = new List<IrBlock>();
        foreach (IrBlock block in flow.ReversePostorder)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (!touching.Contains(instruction))
                    continue;
                if (instruction.Op == IrOp.Store)
                {
                    if (stores.Add(block))
                        storing.Add(block);
                }
                else if (!stores.Contains(block) && live.Add(block))
                {
                    work.Push(block);
                }
            }
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
