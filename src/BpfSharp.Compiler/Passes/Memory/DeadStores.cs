using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>Writes to locals that are overwritten, or left behind at the end, before anybody reads them.</summary>
internal sealed class DeadStores
{
    private readonly CompilationContext _context;
    private readonly IrFunction _function;
    private readonly ControlFlow _flow;
    private readonly Provenance _provenance;
    private readonly List<IrInstruction> _slots;
    private readonly Dictionary<IrBlock, Dictionary<IrValue, ByteSet>> _atEntry = new();

    private DeadStores(CompilationContext context, IrFunction function)
    {
        _context = context;
        _function = function;
        _flow = new ControlFlow(function);
        _provenance = new Provenance(function, context.Module.Helpers);
        HashSet<IrValue> stored = StoredAddresses();
        _slots = function.Blocks.SelectMany(static b => b.Instructions).Where(i => i.Op == IrOp.Slot && !stored.Contains(i)).ToList();
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        var pass = new DeadStores(context, function);
        return pass._slots.Count != 0 && pass.Run();
    }

    // Read through a pointer that was itself in memory, or by a helper that takes an address for a number: not seen below.
    private HashSet<IrValue> StoredAddresses()
    {
        var stored = new HashSet<IrValue>();
        foreach (IrInstruction instruction in _function.Blocks.SelectMany(static b => b.Instructions))
        {
            if (instruction.Op is not (IrOp.Store or IrOp.Helper or IrOp.Atomic or IrOp.CallSubprogram))
                continue;
            HashSet<int> accessed = new(MemoryAccess.Of(instruction, _context).Select(static a => a.Operand));
            for (int i = 0; i < instruction.Operands.Count; i++)
            {
                if (!accessed.Contains(i) && instruction.Operands[i].Type == IrType.Ptr)
                    stored.UnionWith(_provenance.Origins(instruction.Operands[i]));
            }
        }

        return stored;
    }

    private bool Run()
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = _flow.ReversePostorder.Count - 1; i >= 0; i--)
            {
                IrBlock block = _flow.ReversePostorder[i];
                Dictionary<IrValue, ByteSet> live = LiveAtEnd(block);
                for (int j = block.Instructions.Count - 1; j >= 0; j--)
                    Step(block.Instructions[j], live);
                if (_atEntry.TryGetValue(block, out Dictionary<IrValue, ByteSet>? old) && _slots.TrueForAll(s => old[s].Equals(live[s])))
                    continue;
                _atEntry[block] = live;
                changed = true;
            }
        }

        bool removed = false;
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            Dictionary<IrValue, ByteSet> live = LiveAtEnd(block);
            for (int j = block.Instructions.Count - 1; j >= 0; j--)
            {
                IrInstruction instruction = block.Instructions[j];
                if (IsDead(instruction, live))
                {
                    block.Instructions.RemoveAt(j);
                    removed = true;
                }
                else
                {
                    Step(instruction, live);
                }
            }
        }

        return removed;
    }

    private Dictionary<IrValue, ByteSet> LiveAtEnd(IrBlock block)
    {
        Dictionary<IrValue, ByteSet> live = _slots.ToDictionary(static s => (IrValue)s, static s => new ByteSet(s.Immediate));
        foreach (IrTarget target in block.Successors)
        {
            if (_atEntry.TryGetValue(target.Block, out Dictionary<IrValue, ByteSet>? entry))
                _slots.ForEach(s => live[s].UnionWith(entry[s]));
        }

        return live;
    }

    // A copy's read may fault until the safety passes have spoken; a store reads nothing.
    private bool IsDead(IrInstruction instruction, Dictionary<IrValue, ByteSet> live)
    {
        if (instruction.Op is not (IrOp.Store or IrOp.Zero) && !(instruction.Op == IrOp.Copy && _context.FaultsAreExplicit))
            return false;
        PointerParts parts = PointerParts.Of(instruction.Operands[0]);
        return live.TryGetValue(parts.Base, out ByteSet? bytes) && !bytes.Any(parts.Offset, Size(instruction));
    }

    private static int Size(IrInstruction write) => write.Op == IrOp.Store ? write.TypeArgument!.PrimitiveSize : write.Immediate;

    private void Step(IrInstruction instruction, Dictionary<IrValue, ByteSet> live)
    {
        if (instruction.Op is IrOp.Store or IrOp.Zero or IrOp.Copy)
        {
            PointerParts parts = PointerParts.Of(instruction.Operands[0]);
            if (live.TryGetValue(parts.Base, out ByteSet? written))
                written.Remove(parts.Offset, Size(instruction));
        }

        foreach (MemoryAccess access in MemoryAccess.Of(instruction, _context))
        {
            // What a helper is said to write it may also leave alone.
            if (access.IsWrite && instruction.Op is not (IrOp.Atomic or IrOp.Helper))
                continue;
            PointerParts parts = PointerParts.Of(access.Pointer);
            foreach (IrValue origin in _provenance.Origins(access.Pointer).Where(live.ContainsKey))
            {
                ByteSet bytes = live[origin];
                if (parts.Base == origin)
                    bytes.Add(parts.Offset, access.Size != 0 ? access.Size : bytes.Size);
                else
                    bytes.Add(0, bytes.Size);
            }
        }
    }
}
