using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes.Simplify;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>
/// The halves of a word in a map's key are stored in one go. The kernel hashes a key right behind its stores, in 32-bit words, and a processor hands on what one store has written, but waits for two of them to
/// reach its cache: 10 to 13 cycles. Ports in host order, beside each other or beside a protocol, are that. Other memory that helpers are given is read in eight bytes, which two words make wait as well.
/// </summary>
internal sealed class WordStores
{
    // Slots more than there were, for a word: a fraction of what the wait takes.
    private const int MaxCost = 2;

    private readonly CompilationContext _context;
    private readonly IrFunction _function;
    private readonly ControlFlow _flow;
    private readonly PrivateMemory _memory;
    private readonly ValueUses _uses;
    private readonly HalvesTogether _halves;
    private readonly List<SplitWord> _words;

    private WordStores(CompilationContext context, IrFunction function, ControlFlow flow, Dominators dominators, PrivateMemory memory, List<SplitWord> words)
    {
        _context = context;
        _function = function;
        _flow = flow;
        _memory = memory;
        _words = words;
        _uses = new ValueUses(dominators);
        _halves = new HalvesTogether(function, _uses);
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        if (!function.Blocks.Exists(static b => b.Instructions.Exists(static i => i is { Op: IrOp.Store, TypeArgument.PrimitiveSize: 2 })))
            return false;
        bool changed = false;
        WordStores? pass = TryMake(context, function);
        // Who wants what is another question after each.
        while (pass?.FromNeighbours() == true)
        {
            changed = true;
            pass = TryMake(context, function);
        }

        changed |= pass?.FromHalves() == true;
        if (changed)
            DeadCode.Run(context, function);
        return changed;
    }

    // Null where there is no word in halves.
    private static WordStores? TryMake(CompilationContext context, IrFunction function)
    {
        var flow = new ControlFlow(function);
        var dominators = new Dominators(flow);
        var memory = new PrivateMemory(context, function);
        List<SplitWord> words = SplitWords.Find(context, dominators, memory);
        return words.Count == 0 ? null : new WordStores(context, function, flow, dominators, memory, words);
    }

    // Words of equal halves, where the first comes before the others: they are one value. One of them is in a key.
    private List<List<SplitWord>> Sets()
    {
        var sets = new List<List<SplitWord>>();
        foreach (SplitWord word in _words)
        {
            List<SplitWord>? set = sets.Find(s => s[0].HasHalvesOf(word) && _uses.IsBefore(s[0].Last, word.Last));
            if (set is null)
                sets.Add(set = new List<SplitWord>());
            set.Add(word);
        }

        return sets.FindAll(static s => s.Exists(static w => w.IsInKey));
    }

    private bool FromNeighbours()
    {
        NeighbourWords? words = null;
        foreach (var group in Sets().Select(static s => (Set: s, Loads: NeighbourLoads.Of(s[0]))).Where(static s => s.Loads is not null).GroupBy(static s => s.Loads! with { IsCrossed = false }).ToList())
        {
            words ??= new NeighbourWords(_context, _function, _flow, _memory, _uses);
            List<List<SplitWord>> sets = group.Select(static s => s.Set).ToList();
            if (words.PlaceOf(group.Key) is not { } place || !IsCheaper(words.Cost(group.Key, sets, place), sets))
                continue;
            Load(words, group.Key, sets, place);
            return true;
        }

        return false;
    }

    private bool IsCheaper(int cost, List<List<SplitWord>> sets)
    {
        List<int?> others = sets.ConvertAll(_halves.Cost);
        return cost <= MaxCost * sets.Count && (others.Exists(static c => c is not <= MaxCost) || cost <= others.Sum());
    }

    private void Load(NeighbourWords words, NeighbourLoads loads, List<List<SplitWord>> sets, IrInstruction place)
    {
        List<IrInstruction> halves = words.HalvesStored(loads, sets, place).ToList();
        var code = new LoadCode(place.Span);
        IrValue word = NeighbourWords.Write(code, loads);
        Insert(code, _uses.BlockOf(place), place);
        halves.ForEach(h => h.Operands[1] = word);
        foreach (List<SplitWord> set in sets)
        {
            bool isCrossed = NeighbourLoads.Of(set[0])!.IsCrossed;
            Store(set, c => isCrossed ? NeighbourWords.Exchange(c, word) : word);
        }
    }

    private bool FromHalves()
    {
        List<List<SplitWord>> sets = Sets().FindAll(s => _halves.Cost(s) is <= MaxCost);
        sets.ForEach(s => Store(s, c => _halves.Write(c, s)));
        return sets.Count != 0;
    }

    private static void Store(List<SplitWord> words, System.Func<LoadCode, IrValue> write)
    {
        var code = new LoadCode(words[0].Last.Span);
        IrValue value = write(code);
        Insert(code, words[0].Block, words[0].Last);
        foreach (SplitWord word in words)
        {
            word.Block.Instructions.Remove(word.Last == word.LowStore ? word.HighStore : word.LowStore);
            word.Last.Operands[0] = word.LowStore.Operands[0];
            word.Last.Operands[1] = value;
            word.Last.TypeArgument = IrType.U32;
        }
    }

    private static void Insert(LoadCode code, IrBlock block, IrInstruction before) => block.Instructions.InsertRange(block.Instructions.IndexOf(before), code.Instructions);
}
