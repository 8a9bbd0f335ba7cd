using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Finds uses of references into a hash map from before the removal or replacement of their own entry: <c>hashtab.c</c> gives the element to whoever wants the next one, at once.
/// Changes of what may be another key say nothing: they leave the element alone.
/// </summary>
internal sealed class StaleEntries
{
    private const long AddOnly = 1; // BPF_NOEXIST: an entry that is there stays.
    private const long InPlace = 4; // BPF_F_LOCK

    // BPF_MAP_TYPE_HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH.
    private static readonly HashSet<int> s_hashes = new() { 1, 5, 9, 10 };
    private static readonly HashSet<int> s_perCpu = new() { 5, 10 };

    private readonly CompilationContext _context;
    private readonly ControlFlow _flow;
    private readonly Provenance _provenance;
    private readonly Dictionary<IrInstruction, List<IrInstruction>> _ends = new();
    private readonly Dictionary<IrBlock, Dictionary<IrInstruction, IrInstruction>> _atEnd = new();
    private readonly HashSet<(int Use, int Change)> _reported = new();

    private StaleEntries(CompilationContext context, IrFunction function)
    {
        _context = context;
        _flow = new ControlFlow(function);
        _provenance = new Provenance(function, context.Module.Helpers);
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        if (function.Blocks.Exists(b => b.Instructions.Exists(i => Ends(i, context))))
            new StaleEntries(context, function).Run();
        return false;
    }

    private void Run()
    {
        Match();
        if (_ends.Count == 0)
            return;
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrBlock block in _flow.ReversePostorder)
            {
                Dictionary<IrInstruction, IrInstruction> state = Join(block);
                block.Instructions.ForEach(i => Step(i, state));
                changed |= !_atEnd.TryGetValue(block, out Dictionary<IrInstruction, IrInstruction>? old) || old.Count != state.Count;
                _atEnd[block] = state;
            }
        }

        foreach (IrBlock block in _flow.ReversePostorder)
        {
            Dictionary<IrInstruction, IrInstruction> state = Join(block);
            foreach (IrInstruction instruction in block.Instructions)
            {
                Check(instruction, state);
                Step(instruction, state);
            }
        }
    }

    // Which lookups' elements a change gives away.
    private void Match()
    {
        var dominators = new Dominators(_flow);
        var lookups = new List<(IrInstruction Call, IrMap Map, EntryKey Key)>();
        var changes = new List<(IrInstruction Call, IrMap Map, EntryKey Key)>();
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                IrInstruction call = block.Instructions[i];
                if (HashOf(call, _context) is not { } map || KeyOperand(call, _context) is not { } key)
                    continue;
                var found = (call, map, EntryKey.Of(block, i, call.Operands[key], _context.Layouts.SizeOf(map.Key)));
                if (Ends(call, _context))
                    changes.Add(found);
                else if (_provenance.KindOf(call) == PointerKind.MapValue)
                    lookups.Add(found);
            }
        }

        foreach ((IrInstruction call, IrMap map, EntryKey key) in changes)
        {
            List<IrInstruction> ended = lookups.Where(l => l.Map == map && l.Key.IsSame(key, _flow.Function, dominators)).Select(static l => l.Call).ToList();
            if (ended.Count != 0)
                _ends.Add(call, ended);
        }
    }

    private static IrMap? HashOf(IrInstruction call, CompilationContext context) =>
        MemoryAccess.MapOperand(call, context) is IrInstruction { Op: IrOp.MapAddr } && MemoryAccess.MapOf(call, context) is { } map && s_hashes.Contains(map.MapType) ? map : null;

    private static int? KeyOperand(IrInstruction call, CompilationContext context) =>
        context.Module.Helpers[call.Symbol!].Arguments.IndexOf(IrHelperArgument.MapKey) is >= 0 and var index ? index : null;

    // Values of per-CPU maps, and those that are changed under their lock, are replaced in place.
    private static bool Ends(IrInstruction call, CompilationContext context)
    {
        if (call.Op != IrOp.Helper || (context.Module.Helpers[call.Symbol!].Effects & IrHelperEffects.WritesMap) == 0 || HashOf(call, context) is not { } map)
            return false;
        int flags = context.Module.Helpers[call.Symbol!].Arguments.IndexOf(IrHelperArgument.UpdateFlags);
        return flags < 0 || (!s_perCpu.Contains(map.MapType) && call.Operands[flags] is IrConstant constant && (constant.Value & (AddOnly | InPlace)) == 0);
    }

    private Dictionary<IrInstruction, IrInstruction> Join(IrBlock block)
    {
        var state = new Dictionary<IrInstruction, IrInstruction>();
        foreach (IrEdge edge in _flow.Predecessors(block))
        {
            if (!_atEnd.TryGetValue(edge.From, out Dictionary<IrInstruction, IrInstruction>? end))
                continue;
            foreach (KeyValuePair<IrInstruction, IrInstruction> stale in end)
            {
                if (!state.ContainsKey(stale.Key))
                    state.Add(stale.Key, stale.Value);
            }
        }

        return state;
    }

    private void Step(IrInstruction instruction, Dictionary<IrInstruction, IrInstruction> state)
    {
        state.Remove(instruction);
        if (!_ends.TryGetValue(instruction, out List<IrInstruction>? lookups))
            return;
        foreach (IrInstruction lookup in lookups)
            state[lookup] = instruction;
    }

    private void Check(IrInstruction instruction, Dictionary<IrInstruction, IrInstruction> state)
    {
        if (state.Count == 0)
            return;
        foreach (MemoryAccess access in MemoryAccess.Of(instruction, _context))
        {
            List<IrValue> origins = _provenance.Origins(access.Pointer).Where(static o => o is not IrConstant).ToList();
            if (origins.Count == 0 || !origins.TrueForAll(o => o is IrInstruction lookup && state.ContainsKey(lookup)))
                continue;
            IrInstruction change = state[(IrInstruction)origins[0]];
            if (_reported.Add((instruction.Span, change.Span)))
                _context.Diagnostics.Add(new CompilerDiagnostic("BPF3086", instruction.Span, MemoryAccess.MapOf(change, _context)!.Name, change.Symbol!) { RelatedSpans = new[] { change.Span } });
        }
    }
}
