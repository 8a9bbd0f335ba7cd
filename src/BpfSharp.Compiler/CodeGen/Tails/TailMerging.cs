using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Layout;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.Registers;

namespace BpfSharp.Compiler.CodeGen.Tails;

/// <summary>
/// What several blocks end with, before going to the same place, is kept once, although other registers hold the values, or the order is another one. Registers that stand
/// for each other become one: where they can't, being in use at once, nothing is done. What is equal to the register is found later (<see cref="SharedTails"/>).
/// </summary>
internal sealed class TailMerging
{
    // With how many blocks that go on to the same place one is compared, and how often something is tried: so that time stays short in any program.
    private const int MaxCompared = 8;
    private const int MaxTries = 24;

    private readonly MachineFunction _function;
    private readonly HashSet<(MachineBlock First, MachineBlock Second)> _refused = new();
    private Liveness _liveness;
    private int _tries;

    private TailMerging(MachineFunction function, Liveness liveness) => (_function, _liveness) = (function, liveness);

    /// <param name="liveness">Of the function as it is.</param>
    /// <returns>True if something has changed.</returns>
    public static bool Run(MachineFunction function, Liveness liveness)
    {
        bool any = false;
        while (EqualBlocks.Run(function))
        {
            Predecessors.RemoveUnreachable(function);
            any = true;
        }

        var pass = new TailMerging(function, liveness);
        while (pass.MergeSome())
        {
            Predecessors.RemoveUnreachable(function);
            any = true;
        }

        return any;
    }

    // The longest first; a block that has changed waits for the next round.
    private bool MergeSome()
    {
        var changed = new HashSet<MachineBlock>();
        foreach (TailMatch match in Matches().OrderByDescending(static m => m.Saved))
        {
            if (changed.Contains(match.First) || changed.Contains(match.Second) || _tries++ >= MaxTries)
                continue;
            // Registers may have other names since.
            var order = new Reordering(_function);
            if (TailMatch.Find(match.First, match.Second, _liveness.LiveOut(match.First), order) is { } now && TryMerge(now))
            {
                changed.Add(match.First);
                changed.Add(match.Second);
                _liveness = new Liveness(_function);
            }
            else
            {
                _refused.Add((match.First, match.Second));
            }
        }

        return changed.Count != 0;
    }

    private List<TailMatch> Matches()
    {
        var matches = new List<TailMatch>();
        Reordering? order = null;
        var groups = new Dictionary<(MachineOp, int, int), List<MachineBlock>>();
        foreach (MachineBlock block in _function.Blocks)
        {
            if (block.IsCold || block.Instructions.Count == 0)
                continue;
            var key = (block.Terminator.Op, block.Taken?.Number ?? -1, block.Otherwise?.Number ?? -1);
            if (!groups.TryGetValue(key, out List<MachineBlock>? group))
                groups.Add(key, group = new List<MachineBlock>());
            for (int i = Math.Max(0, group.Count - MaxCompared); i < group.Count; i++)
            {
                MachineBlock other = group[i];
                if (other.LoopDepth != block.LoopDepth || _refused.Contains((other, block)))
                    continue;
                order ??= new Reordering(_function);
                if (TailMatch.Find(other, block, _liveness.LiveOut(block), order) is { } match && IsWorthIt(match))
                    matches.Add(match);
            }

            group.Add(block);
        }

        return matches;
    }

    private static bool IsWorthIt(TailMatch match) =>
        match.Saved >= (SharedTails.CostsJump(match.First) && !match.IsWhole ? SharedTails.MinTail : 1) && !match.IsEqual;

    private bool TryMerge(TailMatch match)
    {
        KeepStates(match);
        if (!IsWorthIt(match))
            return false;
        List<MachineInstruction> first = match.First.Instructions.ToList();
        List<MachineInstruction> second = match.Second.Instructions.ToList();
        MoveToEnd(match.First, match.FirstTail);
        MoveToEnd(match.Second, match.SecondTail);
        if (Names(match) is { } names && names.Count <= match.Saved)
        {
            Share(match);
            RegisterRenaming.Run(_function, register => names.TryGetValue(register, out int name) ? name : register);
            return true;
        }

        Restore(match.First, first);
        Restore(match.Second, second);
        return false;
    }

    // Ways that have met before a block must not all be walked on behind it.
    private void KeepStates(TailMatch match)
    {
        if (match.First.Terminator.Op != MachineOp.Jump)
            return;
        Dictionary<MachineBlock, List<MachineBlock>> predecessors = BlockGraph.Predecessors(_function);
        foreach (MachineBlock block in new[] { match.First, match.Second })
        {
            while (match.FirstTail.Count != 0 && match.FirstTail.Count != block.Instructions.Count && !KeptStates.MayShorten(block, match.Saved, predecessors))
                match.Shorten();
        }
    }

    // What the second block's registers are to be called that the common part reads; null where one of them is in use together with its counterpart.
    private Dictionary<int, int>? Names(TailMatch match)
    {
        var names = new Dictionary<int, int>();
        InterferenceGraph? graph = null;
        List<(int First, int Second)> inputs = match.Inputs().FindAll(static i => i.First != i.Second);
        foreach ((int first, int second) in inputs)
        {
            graph ??= InterferenceGraph.Build(_function, new Liveness(_function));
            if (graph.Interfere(first, second) || inputs.Exists(i => i.First == second))
                return null;
            names.Add(second, first);
        }

        return names;
    }

    private void Share(TailMatch match)
    {
        int length = match.FirstTail.Count;
        MachineBlock entry = _function.Blocks[0];
        if (length == match.First.Instructions.Count && !ReferenceEquals(match.First, entry))
        {
            EndWith(match.Second, match.First, length);
            return;
        }

        if (length == match.Second.Instructions.Count && !ReferenceEquals(match.Second, entry))
        {
            EndWith(match.First, match.Second, length);
            return;
        }

        MachineBlock tail = _function.NewBlock();
        tail.Instructions.AddRange(match.First.Instructions.Skip(match.First.Instructions.Count - length));
        tail.Terminator = match.First.Terminator;
        (tail.Taken, tail.Otherwise) = (match.First.Taken, match.First.Otherwise);
        tail.LoopDepth = match.First.LoopDepth;
        EndWith(match.First, tail, length);
        EndWith(match.Second, tail, length);
    }

    private void EndWith(MachineBlock block, MachineBlock tail, int length)
    {
        block.Instructions.RemoveRange(block.Instructions.Count - length, length);
        int span = block.Terminator.Span;
        block.Terminator = Make.Jump();
        block.Terminator.Span = span;
        (block.Taken, block.Otherwise) = (tail, null);
        if (block.Instructions.Count != 0)
            return;
        // Nothing is left of it: what leads there goes to the common part at once, and may have an end in common too.
        foreach (MachineBlock before in _function.Blocks)
        {
            before.Taken = ReferenceEquals(before.Taken, block) ? tail : before.Taken;
            before.Otherwise = ReferenceEquals(before.Otherwise, block) ? tail : before.Otherwise;
        }
    }

    private static void MoveToEnd(MachineBlock block, List<MachineInstruction> tail)
    {
        block.Instructions.RemoveAll(tail.Contains);
        block.Instructions.AddRange(Enumerable.Reverse(tail));
    }

    private static void Restore(MachineBlock block, List<MachineInstruction> instructions)
    {
        block.Instructions.Clear();
        block.Instructions.AddRange(instructions);
    }
}
