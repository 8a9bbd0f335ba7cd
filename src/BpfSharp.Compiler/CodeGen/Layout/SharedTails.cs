using System;
using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>Instructions that several blocks end with, before going to the same place, are kept once.</summary>
internal static class SharedTails
{
    /// <summary>What a tail has to be worth that costs a jump on one of the paths.</summary>
    public const int MinTail = 4;

    // Blocks on the way to an exit that only move values.
    private const int MaxSkipped = 4;

    public static bool Run(MachineFunction function)
    {
        // Only blocks that go on to the same place can share what they end with.
        var groups = new Dictionary<(MachineOp, int, int), List<MachineBlock>>();
        bool changed = false;
        foreach (MachineBlock block in new List<MachineBlock>(function.Blocks))
        {
            var key = (block.Terminator.Op, block.Taken?.Number ?? -1, block.Otherwise?.Number ?? -1);
            if (!groups.TryGetValue(key, out List<MachineBlock>? group))
                groups.Add(key, group = new List<MachineBlock>());
            foreach (MachineBlock other in group)
                changed |= TryShare(function, other, block);
            group.Add(block);
        }

        return changed;
    }

    private static bool TryShare(MachineFunction function, MachineBlock a, MachineBlock b)
    {
        bool sameEnd = a.Terminator.SameAs(b.Terminator) && ReferenceEquals(a.Taken, b.Taken) && ReferenceEquals(a.Otherwise, b.Otherwise);
        if (!sameEnd)
            return false;
        int length = CommonTail(a.Instructions, b.Instructions);
        if (length == 0)
            return false;
        // The whole of a block that exists anyway is worth a jump, unless it is the entry, which nothing may jump to.
        if (length == b.Instructions.Count)
            return EndWith(a, b);
        if (length == a.Instructions.Count && !ReferenceEquals(a, function.Blocks[0]))
            return EndWith(b, a);
        if (length < MinTail && (CostsJump(a) || !KeepStates(function, a, b, length)))
            return false;

        MachineBlock tail = function.NewBlock();
        tail.Instructions.AddRange(a.Instructions.GetRange(a.Instructions.Count - length, length));
        tail.Terminator = a.Terminator;
        (tail.Taken, tail.Otherwise) = (a.Taken, a.Otherwise);
        tail.IsCold = true;
        tail.LoopDepth = Math.Max(a.LoopDepth, b.LoopDepth);
        EndWith(a, tail);
        EndWith(b, tail);
        return true;
    }

    /// <summary>A block that jumps, or falls through where another jumps, does so still; but no jump leads to an exit, which each way has its own of.</summary>
    public static bool CostsJump(MachineBlock block)
    {
        if (block.Terminator.Op != MachineOp.Jump)
            return true;
        MachineBlock next = block.Taken!;
        for (int i = 0; i < MaxSkipped && next.Terminator.Op == MachineOp.Jump && next.Instructions.TrueForAll(static m => m.IsMove); i++)
            next = next.Taken!;
        return next.Terminator.Op == MachineOp.Exit && next.Instructions.Count <= 1;
    }

    private static bool KeepStates(MachineFunction function, MachineBlock a, MachineBlock b, int length)
    {
        Dictionary<MachineBlock, List<MachineBlock>> predecessors = BlockGraph.Predecessors(function);
        return KeptStates.MayShorten(a, length, predecessors) && KeptStates.MayShorten(b, length, predecessors);
    }

    private static bool EndWith(MachineBlock block, MachineBlock tail)
    {
        int length = tail.Instructions.Count;
        block.Instructions.RemoveRange(block.Instructions.Count - length, length);
        tail.IsCold &= block.IsCold;
        block.Terminator = new MachineInstruction(MachineOp.Jump) { Span = block.Terminator.Span };
        (block.Taken, block.Otherwise) = (tail, null);
        return true;
    }

    private static int CommonTail(List<MachineInstruction> a, List<MachineInstruction> b)
    {
        int length = 0;
        while (length < a.Count && length < b.Count && a[a.Count - 1 - length].SameAs(b[b.Count - 1 - length]))
            length++;
        return Trim(a, length);
    }

    // A helper call is shared only together with what loads its map: the kernel optimises calls whose map it knows, and refuses some whose map it does not.
    private static int Trim(List<MachineInstruction> instructions, int length)
    {
        int start = instructions.Count - length;
        int kept = start;
        bool hasFirstArgument = false;
        for (int i = start; i < instructions.Count; i++)
        {
            MachineInstruction instruction = instructions[i];
            if (instruction.Op == MachineOp.Call && instruction.ArgumentCount > 0 && !hasFirstArgument)
                kept = i + 1;
            if (instruction.Op == MachineOp.Call)
                hasFirstArgument = false;
            else if (instruction.Result == MachineRegisters.FirstArgument)
                hasFirstArgument = true;
        }

        return instructions.Count - kept;
    }
}
