using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// A dynptr lies in a local of its own, which only helpers touch (<c>process_dynptr_func</c>): made on every way to where it is used, and neither read, copied nor overwritten.
/// </summary>
internal sealed class DynptrSlots
{
    /// <summary><c>struct bpf_dynptr</c></summary>
    public const int Bytes = 16;

    private const IrHelperEffects Slice = IrHelperEffects.Derives | IrHelperEffects.ReturnsMemory;

    private readonly CompilationContext _context;
    private readonly ControlFlow _flow;
    private readonly Provenance _provenance;
    private readonly Dictionary<IrBlock, HashSet<IrValue>> _madeAtEnd = new();
    private readonly HashSet<(string Id, int Span)> _reported = new();

    private DynptrSlots(CompilationContext context, IrFunction function)
    {
        _context = context;
        _flow = new ControlFlow(function);
        _provenance = new Provenance(function, context.Module.Helpers);
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        if (function.Blocks.Exists(b => b.Instructions.Exists(i => Find(i, context) >= 0)))
            new DynptrSlots(context, function).Run();
        return false;
    }

    /// <summary>The operand that is a dynptr, made or used; -1 where there is none.</summary>
    public static int Find(IrInstruction call, CompilationContext context) =>
        call.Op == IrOp.Helper ? context.Module.Helpers[call.Symbol!].Arguments.FindIndex(static a => a is IrHelperArgument.Dynptr or IrHelperArgument.DynptrOut) : -1;

    /// <summary>Memory that a dynptr leads to: it is stale where the packet is moved, and may be the buffer's that the call was given.</summary>
    public static bool IsSlice(IrValue origin, IDictionary<string, IrHelper> helpers) =>
        origin is IrInstruction { Op: IrOp.Helper } call && (helpers[call.Symbol!].Effects & Slice) == Slice && helpers[call.Symbol!].Arguments.Contains(IrHelperArgument.Dynptr);

    private void Run()
    {
        var slots = new HashSet<IrValue>();
        foreach (IrInstruction call in _flow.ReversePostorder.SelectMany(static b => b.Instructions).Where(i => Find(i, _context) >= 0))
        {
            foreach (MemoryAccess access in DynptrsOf(call))
            {
                List<IrValue> origins = _provenance.Origins(access.Pointer);
                if (PointerParts.Of(access.Pointer).Offset != 0 || !origins.TrueForAll(static o => o is IrConstant or IrInstruction { Op: IrOp.Slot, Immediate: Bytes }))
                    Report("BPF3092", call.Span);
                slots.UnionWith(origins);
            }
        }

        foreach (IrInstruction instruction in _flow.ReversePostorder.SelectMany(static b => b.Instructions))
            CheckAccess(instruction, slots);
        // What follows from a copy is that it is none that was opened.
        if (_reported.Count != 0)
            return;
        Solve();
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            HashSet<IrValue> made = Join(block);
            foreach (IrInstruction instruction in block.Instructions)
            {
                foreach (MemoryAccess access in DynptrsOf(instruction).Where(static a => a.Argument == IrHelperArgument.Dynptr))
                {
                    if (_provenance.Origins(access.Pointer).Exists(o => o is IrInstruction { Op: IrOp.Slot } && !made.Contains(o)))
                        Report("BPF3091", instruction.Span);
                }

                Step(instruction, made);
            }
        }
    }

    private IEnumerable<MemoryAccess> DynptrsOf(IrInstruction instruction) =>
        MemoryAccess.Of(instruction, _context).Where(static a => a.IsWrite && a.Argument is IrHelperArgument.Dynptr or IrHelperArgument.DynptrOut);

    // Zeros from before it is made are nobody's loss.
    private void CheckAccess(IrInstruction instruction, HashSet<IrValue> slots)
    {
        if (instruction is { Op: IrOp.Store } && instruction.Operands[1] is IrConstant { Value: 0 })
            return;
        foreach (MemoryAccess access in MemoryAccess.Of(instruction, _context))
        {
            if (access.Argument is not (IrHelperArgument.Dynptr or IrHelperArgument.DynptrOut) && _provenance.Origins(access.Pointer).Exists(o => o is IrInstruction && slots.Contains(o)))
                Report("BPF3092", instruction.Span);
        }
    }

    private void Solve()
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrBlock block in _flow.ReversePostorder)
            {
                HashSet<IrValue> made = Join(block);
                foreach (IrInstruction instruction in block.Instructions)
                    Step(instruction, made);
                if (_madeAtEnd.TryGetValue(block, out HashSet<IrValue>? old) && old.SetEquals(made))
                    continue;
                _madeAtEnd[block] = made;
                changed = true;
            }
        }
    }

    // What was made on every way.
    private HashSet<IrValue> Join(IrBlock block)
    {
        HashSet<IrValue>? made = null;
        foreach (IrEdge edge in _flow.Predecessors(block))
        {
            if (!_madeAtEnd.TryGetValue(edge.From, out HashSet<IrValue>? end))
                continue;
            if (made is null)
                made = new HashSet<IrValue>(end);
            else
                made.IntersectWith(end);
        }

        return made ?? new HashSet<IrValue>();
    }

    private void Step(IrInstruction instruction, HashSet<IrValue> made)
    {
        bool releases = instruction.Op == IrOp.Helper && (_context.Module.Helpers[instruction.Symbol!].Effects & IrHelperEffects.Releases) != 0;
        foreach (MemoryAccess access in DynptrsOf(instruction))
        {
            if (releases)
                made.ExceptWith(_provenance.Origins(access.Pointer));
            else if (access.Argument == IrHelperArgument.DynptrOut)
                made.UnionWith(_provenance.Origins(access.Pointer));
        }
    }

    private void Report(string id, int span)
    {
        if (_reported.Add((id, span)))
            _context.Report(id, span);
    }
}
