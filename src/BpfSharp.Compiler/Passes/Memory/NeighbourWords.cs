using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>
/// Words of the same two neighbours in the packet, in whatever order, come from one load of both: as it is, or with its halves exchanged. A flow's ports in the key of either direction are that.
/// </summary>
internal sealed class NeighbourWords
{
    // r = y; r <<= 32; r |= y; r >>= 16.
    private const int ExchangeCost = 4;

    private readonly ControlFlow _flow;
    private readonly PrivateMemory _memory;
    private readonly ValueUses _uses;
    private readonly FactFlow _facts;
    private readonly Provenance _provenance;

    public NeighbourWords(CompilationContext context, IrFunction function, ControlFlow flow, PrivateMemory memory, ValueUses uses)
    {
        _flow = flow;
        _memory = memory;
        _uses = uses;
        _facts = new FactFlow(flow);
        _provenance = new Provenance(function, context.Module.Helpers);
    }

    /// <summary>The later of the two loads, where both could be read at once; null where there is no such place.</summary>
    public IrInstruction? PlaceOf(NeighbourLoads loads)
    {
        IrInstruction? later = _uses.IsBefore(loads.First, loads.Second) ? loads.Second : _uses.IsBefore(loads.Second, loads.First) ? loads.First : null;
        if (later is null || _provenance.KindOf(loads.Place.Base) != PointerKind.Packet || !_facts.AtEntry(_uses.BlockOf(later)).IsInPacket(loads.First.Operands[0], loads.Place.Size))
            return null;
        var epochs = new Epochs(_flow, i => _memory.MayChange(i, loads.Place));
        return ReferenceEquals(EpochAt(epochs, loads.First), EpochAt(epochs, loads.Second)) ? later : null;
    }

    /// <summary>Slots more than loads, swaps and stores take now.</summary>
    public int Cost(NeighbourLoads loads, List<List<SplitWord>> sets, IrInstruction place)
    {
        var replaced = new HashSet<IrInstruction>(sets.SelectMany(static s => s).SelectMany(static w => new[] { w.LowStore, w.HighStore }));
        IrValue[] halves = sets.SelectMany(static s => new[] { s[0].Low, s[0].High }).Distinct().ToArray();
        replaced.UnionWith(HalvesStored(loads, sets, place));
        List<IrValue> dead = halves.Where(h => _uses.Of(h).All(replaced.Contains)).ToList();
        if (loads.IsSwapped)
            dead.AddRange(new IrValue[] { loads.First, loads.Second }.Where(l => _uses.Of(l).All(dead.Contains)));
        int exchanged = sets.Count(static s => NeighbourLoads.Of(s[0])!.IsCrossed);
        return 1 + (loads.IsSwapped ? 1 : 0) + (exchanged * ExchangeCost) - sets.Sum(static s => s.Count) - dead.Count;
    }

    /// <summary>Both as they lie in memory, or swapped as one.</summary>
    public static IrValue Write(LoadCode code, NeighbourLoads loads)
    {
        IrValue word = code.Load(loads.Place);
        return loads.IsSwapped ? code.Make(IrOp.Bswap32, IrType.I32, word) : word;
    }

    /// <summary>The word with its halves in the other order.</summary>
    public static IrValue Exchange(LoadCode code, IrValue word)
    {
        IrValue wide = code.As(IrType.I64, word);
        IrValue twice = code.Make(IrOp.Or, IrType.I64, code.Make(IrOp.Shl, IrType.I64, wide, IrConstant.I64(32)), wide);
        return code.As(IrType.I32, code.ShiftRight(twice, 16));
    }

    /// <summary>Other stores of the half that is the word's low one: 16 bits of the word are as good.</summary>
    public IEnumerable<IrInstruction> HalvesStored(NeighbourLoads loads, List<List<SplitWord>> sets, IrInstruction place)
    {
        IEnumerable<IrValue> lows = sets.Select(s => NeighbourLoads.Of(s[0])!.IsCrossed ? s[0].High : s[0].Low).Distinct();
        IEnumerable<IrInstruction> words = sets.SelectMany(static s => s).SelectMany(static w => new[] { w.LowStore, w.HighStore });
        return lows.SelectMany(l => _uses.Of(l).Where(u => u is { Op: IrOp.Store, TypeArgument.PrimitiveSize: 2 } && u.Operands[1] == l && _uses.IsBefore(place, u))).Except(words);
    }

    private object EpochAt(Epochs epochs, IrInstruction load)
    {
        IrBlock block = _uses.BlockOf(load);
        object epoch = epochs.AtEntry(block);
        foreach (IrInstruction instruction in block.Instructions.TakeWhile(i => i != load))
            epoch = epochs.After(instruction, epoch);
        return epoch;
    }
}
