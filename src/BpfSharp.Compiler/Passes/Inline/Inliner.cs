using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes.Generics;
using BpfSharp.Compiler.Passes.Loops;
using BpfSharp.Compiler.Passes.Pads;
using BpfSharp.Compiler.Passes.Subprograms;

namespace BpfSharp.Compiler.Passes.Inline;

/// <summary>
/// Closed to flat: a copy of a program's function with every callee inside it, innermost first.
/// Instructions without a position (library code) take the call's, so that faults and lines point at the user's expression.
/// </summary>
public sealed class Inliner
{
    private readonly CompilationContext _context;
    private readonly string _kind;
    private readonly Action<IrFunction>? _tidy;
    private readonly Dictionary<string, IrFunction> _flat = new(StringComparer.Ordinal);
    private readonly List<string> _open = new();
    private readonly Dictionary<string, int> _depths = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private readonly SubprogramRules _subprograms;

    /// <param name="context">Of programs of one kind.</param>
    /// <param name="tidy">Makes a function smaller before it is copied to where it is called.</param>
    public Inliner(CompilationContext context, Action<IrFunction>? tidy = null)
    {
        _context = context;
        _kind = context.ProgramKind;
        _tidy = tidy;
        _subprograms = new SubprogramRules(context);
    }

    /// <returns>A function that belongs to the caller, or null where calls are recursive (reported).</returns>
    public IrFunction? Flatten(IrProgram program) => Flat(program.Function, -1) is { } function ? IrCloner.Clone(function) : null;

    /// <summary>The flat body of a function that stays a function of its own; not to be changed.</summary>
    public IrFunction Callee(string name) => _flat.TryGetValue(name, out IrFunction? function) ? function : _context.Module.Functions[name];

    private IrFunction? Flat(string name, int callSpan)
    {
        if (_flat.TryGetValue(name, out IrFunction? done))
            return done;
        int start = _open.IndexOf(name);
        if (start >= 0)
        {
            _context.Report("BPF3005", callSpan, string.Join(" -> ", _open.Skip(start).Concat(new[] { name })));
            return null;
        }

        _open.Add(name);
        IrFunction function = IrCloner.Clone(_context.Module.Functions[name]);
        TypeTests.DecideContext(function, _kind);
        EntryBlock.Isolate(function);
        var results = new ValueMap();
        bool complete = true;
        Dictionary<IrBlock, IrTarget> pads = ProtectedBlocks.Find(function);
        // Blocks are appended while calls are replaced: the rest of a block, with its further calls, comes later in the list.
        for (int i = 0; i < function.Blocks.Count; i++)
            complete &= InlineCalls(function, function.Blocks[i], results, pads);
        _open.RemoveAt(_open.Count - 1);
        if (!complete)
            return null;
        results.Apply(function);
        HoistSlots(function);
        PadSplitting.Run(function);
        _tidy?.Invoke(function);
        _flat.Add(name, function);
        _depths.Add(name, 1 + SubprogramCalls.In(function).Select(c => _depths[c.Symbol!]).DefaultIfEmpty().Max());
        return function;
    }

    // Up to the first that the block ends at.
    private bool InlineCalls(IrFunction caller, IrBlock block, ValueMap results, Dictionary<IrBlock, IrTarget> pads)
    {
        for (int index = FindCall(block, 0); index >= 0; index = FindCall(block, index))
        {
            IrInstruction call = block.Instructions[index];
            if (call.Op == IrOp.Helper)
            {
                // What is called later has no status: the block goes on behind the call.
                bool added = AddCallback(caller, block, index, pads);
                if (call.Immediate != Callbacks.Looked)
                    return added;
                continue;
            }

            IrFunction? callee = Flat(call.Symbol!, call.Span);
            if (callee is null)
                return false;
            if (IsSubprogram(callee))
            {
                Keep(caller, block, index, callee, results, pads);
                return true;
            }

            if (callee.Blocks.Count != 1 || callee.Entry.Terminator.Op != IrOp.Ret || pads.ContainsKey(block))
            {
                Expand(caller, block, index, callee, results, pads);
                return true;
            }

            Splice(block, index, callee, results);
        }

        return true;
    }

    private static int FindCall(IrBlock block, int start) =>
        block.Instructions.FindIndex(start, i => i.Op == IrOp.Call || Callbacks.IsUnchecked(block, i));

    // The helper's callback stays a function; its faults come back as a status.
    private bool AddCallback(IrFunction caller, IrBlock block, int index, Dictionary<IrBlock, IrTarget> pads)
    {
        IrInstruction call = block.Instructions[index];
        if (Flat(Callbacks.FunctionOf(call)!.Symbol!, call.Span) is not { } callback)
            return false;
        if (_subprograms.CallbackRefusal(callback, _depths[callback.Name]) is { } refusal)
            _context.Report("BPF3052", call.Span, refusal);
        if (Callbacks.IsLater(_context.Module.Helpers[call.Symbol!]))
        {
            call.Immediate = Callbacks.Looked;
            return true;
        }

        call.Immediate = SubprogramCalls.PacketEffects(_context, callback);
        List<IrInstruction> behind = block.Instructions.Skip(index + 1).ToList();
        block.Instructions.RemoveRange(index + 1, behind.Count);
        IReadOnlyList<IrBlock> added = Callbacks.AddStatus(block);
        added[added.Count - 1].Instructions.AddRange(behind);
        caller.Blocks.AddRange(added);
        if (pads.TryGetValue(block, out IrTarget? pad))
            Protect(caller, block, added, pad, pads);
        return true;
    }

    private bool IsSubprogram(IrFunction callee)
    {
        if (!callee.NoInlining)
            return false;
        if (_subprograms.Refusal(callee, _depths[callee.Name]) is not { } refusal)
            return true;
        if (callee.Span >= 0 && _reported.Add(callee.Name) && !_context.Diagnostics.Exists(d => d.Id == "BPF3051" && d.Span == callee.Span))
            _context.Report("BPF3051", callee.Span, refusal);
        return false;
    }

    private void Keep(IrFunction caller, IrBlock block, int index, IrFunction callee, ValueMap results, Dictionary<IrBlock, IrTarget> pads)
    {
        List<IrInstruction> behind = block.Instructions.Skip(index + 1).ToList();
        block.Instructions.RemoveRange(index + 1, behind.Count);
        IReadOnlyList<IrBlock> added = SubprogramCalls.Expand(caller, block, callee, SubprogramCalls.PacketEffects(_context, callee), results);
        added[added.Count - 1].Instructions.AddRange(behind);
        caller.Blocks.AddRange(added);
        if (pads.TryGetValue(block, out IrTarget? pad))
            Protect(caller, block, added, pad, pads);
    }

    // Straight code takes the call's place: most of a library is of that kind, and blocks that fall to pieces have to be put together again.
    private static void Splice(IrBlock block, int index, IrFunction callee, ValueMap results)
    {
        IrInstruction call = block.Instructions[index];
        List<IrInstruction> body = CloneBody(callee, call, new IrCloner())[0].Instructions;
        IrInstruction ret = body[body.Count - 1];
        body.RemoveAt(body.Count - 1);
        block.Instructions.RemoveAt(index);
        block.Instructions.InsertRange(index, body);
        if (call.HasResult)
            results.Replace(call, ret.Operands[0]);
    }

    private static List<IrBlock> CloneBody(IrFunction callee, IrInstruction call, IrCloner cloner)
    {
        for (int i = 0; i < callee.Entry.Parameters.Count; i++)
            cloner.Map(callee.Entry.Parameters[i], call.Operands[i]);
        List<IrBlock> body = cloner.Clone(callee.Blocks);
        foreach (IrInstruction instruction in body.SelectMany(static b => b.Instructions))
        {
            if (instruction.Span < 0)
                instruction.Span = call.Span;
        }

        return body;
    }

    private static void Expand(IrFunction caller, IrBlock block, int index, IrFunction callee, ValueMap results, Dictionary<IrBlock, IrTarget> pads)
    {
        IrInstruction call = block.Instructions[index];
        var cloner = new IrCloner();
        List<IrBlock> body = CloneBody(callee, call, cloner);
        if (pads.ContainsKey(block))
            MarkLoops(callee, cloner);

        var rest = new IrBlock();
        rest.Instructions.AddRange(block.Instructions.Skip(index + 1));
        block.Instructions.RemoveRange(index, block.Instructions.Count - index);
        IrParameter? result = call.HasResult ? new IrParameter(call.Type) : null;
        if (result is not null)
            rest.Parameters.Add(result);
        block.Instructions.AddRange(body[0].Instructions);
        body.RemoveAt(0);
        foreach (IrInstruction instruction in body.SelectMany(static b => b.Instructions).Concat(block.Instructions.Skip(index)))
        {
            if (instruction.Op == IrOp.Ret)
                BecomeBranch(instruction, rest);
        }

        caller.Blocks.AddRange(body);
        caller.Blocks.Add(rest);
        if (pads.TryGetValue(block, out IrTarget? pad))
            Protect(caller, block, body.Append(rest).ToList(), pad, pads);
        if (result is not null)
            results.Replace(call, result);
    }

    // A loop that has a pad in the callee has a mark there.
    private static void MarkLoops(IrFunction callee, IrCloner cloner)
    {
        var flow = new ControlFlow(callee);
        var loops = new LoopForest(flow, new Dominators(flow));
        foreach (Loop loop in loops.Loops.Where(l => LoopLimits.Of(l, loops).Count == 0))
            ProtectedBlocks.MarkLoop(cloner.Copy(loop.Head));
    }

    // Where the callee has no pad of its own, its faults go to the pad of the call.
    private static void Protect(IrFunction caller, IrBlock first, IReadOnlyList<IrBlock> blocks, IrTarget pad, Dictionary<IrBlock, IrTarget> pads)
    {
        var own = new HashSet<IrBlock>(blocks.Prepend(first).Where(static b => b.Terminator.Op == IrOp.Try).Select(static b => b.Terminator.Targets[0].Block));
        foreach (IrBlock block in blocks.Where(b => !own.Contains(b) && b.Instructions.Exists(Faulting.MayFault)))
        {
            IrBlock inner = ProtectedBlocks.Protect(block, pad);
            caller.Blocks.Add(inner);
            pads.Add(inner, pad);
        }
    }

    private static void BecomeBranch(IrInstruction ret, IrBlock rest)
    {
        var target = new IrTarget(rest, ret.Operands.ToArray());
        ret.Op = IrOp.Br;
        ret.Operands.Clear();
        ret.Targets.Add(target);
    }

    // One place per call: a slot is memory of the frame, wherever its instruction stands.
    private static void HoistSlots(IrFunction function)
    {
        List<IrInstruction> slots = function.Blocks.SelectMany(static b => b.Instructions).Where(static i => i.Op == IrOp.Slot).ToList();
        if (slots.Count == 0)
            return;
        foreach (IrBlock block in function.Blocks)
            block.Instructions.RemoveAll(static i => i.Op == IrOp.Slot);
        function.Entry.Instructions.InsertRange(0, slots);
    }
}
