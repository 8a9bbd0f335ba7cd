using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>How large a variable step through the packet may be: the verifier follows a step as far as it and the constants behind it stay within 0xffff together (MAX_PACKET_OFF).</summary>
internal sealed class StepRoom
{
    /// <summary>Where it is not known what is behind the step, half of it may.</summary>
    private const long Half = 0x7fff;

    private const int MaxRounds = 16;

    // Their accesses are listed with their sizes; a comparison accesses nothing.
    private static readonly HashSet<IrOp> s_noted = new()
    {
        IrOp.Load, IrOp.Copy, IrOp.Zero, IrOp.Atomic, IrOp.Helper, IrOp.CallSubprogram, IrOp.Eq, IrOp.Ne, IrOp.LtU, IrOp.LeU, IrOp.PtrDiff,
    };

    // Equal steps from one place become one: the first of them must be small enough for all, with the constants before it and behind it.
    private readonly Dictionary<(IrValue From, IrValue Distance), long> _behind = new();
    private readonly HashSet<(IrValue From, IrValue Distance)> _unknown = new();

    public StepRoom(CompilationContext context, IrFunction function)
    {
        foreach (IrInstruction instruction in function.Blocks.SelectMany(static b => b.Instructions))
        {
            foreach (MemoryAccess access in MemoryAccess.Of(instruction, context))
                Note(access.Pointer, access.Size == 0 ? null : access.Size);
            Note(instruction);
        }

        // What still grows then moves on in a loop, and has no bound.
        List<IrTarget> edges = function.Blocks.SelectMany(static b => b.Successors).ToList();
        for (int round = 0; edges.Aggregate(false, (changed, target) => changed | Pass(target, round < MaxRounds)); round++)
        {
        }
    }

    public long LargestStep(IrInstruction step)
    {
        // What comes before another step, or a parameter, is not known either.
        bool isFromStart = PointerParts.Of(step.Operands[0]).Base is IrInstruction { Op: IrOp.CtxLoad };
        long constants = _behind.TryGetValue(Key(step), out long bytes) ? bytes : 0;
        return !isFromStart || _unknown.Contains(Key(step)) ? Half : Math.Max(PacketCode.MaxOffset - constants, 0);
    }

    private void Note(IrInstruction instruction)
    {
        if (instruction.Op == IrOp.PktFits)
            Note(instruction.Operands[0], instruction.Operands[2] is IrConstant size ? size.Value : null);
        else if (instruction.Op == IrOp.Store)
            Note(instruction.Operands[1], null);
        else if (!s_noted.Contains(instruction.Op) && !PullLowering.IsStep(instruction))
            instruction.Operands.ForEach(o => Note(o, null));
    }

    // What is behind a parameter is behind its arguments.
    private bool Pass(IrTarget target, bool mayGrow)
    {
        bool changed = false;
        for (int i = 0; i < target.Arguments.Count; i++)
        {
            (IrValue, IrValue) parameter = Key(target.Block.Parameters[i]);
            if (_unknown.Contains(parameter))
                changed |= Note(target.Arguments[i], null);
            else if (_behind.TryGetValue(parameter, out long bytes))
                changed |= Note(target.Arguments[i], bytes, mayGrow);
        }

        return changed;
    }

    private bool Note(IrValue pointer, long? size, bool mayGrow = true)
    {
        PointerParts parts = PointerParts.Of(pointer);
        if (parts.Base is not (IrParameter or IrInstruction { Op: IrOp.PtrAdd }))
            return false;
        (IrValue, IrValue) key = Key(parts.Base);
        long before = parts.Base is IrInstruction step ? Math.Max(PointerParts.Of(step.Operands[0]).Offset, 0) : 0;
        if (size is not { } bytes || before + parts.Offset + bytes > PacketCode.MaxOffset)
            return _unknown.Add(key);
        long constants = before + parts.Offset + bytes;
        if (_behind.TryGetValue(key, out long known) && known >= constants)
            return false;
        if (!mayGrow)
            return _unknown.Add(key);
        _behind[key] = constants;
        return true;
    }

    private static (IrValue From, IrValue Distance) Key(IrValue pointer)
    {
        if (pointer is not IrInstruction step)
            return (pointer, pointer);
        IrValue distance = step.Operands[1];
        return (PointerParts.Of(step.Operands[0]).Base, distance is IrInstruction { Op: IrOp.ZExt or IrOp.SExt } extension ? extension.Operands[0] : distance);
    }
}
