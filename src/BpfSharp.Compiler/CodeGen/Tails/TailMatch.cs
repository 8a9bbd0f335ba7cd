using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.Registers;

namespace BpfSharp.Compiler.CodeGen.Tails;

/// <summary>Instructions that two blocks could end with, and that do the same in both but for the registers.</summary>
internal sealed class TailMatch
{
    // How many instructions may lie behind one that moves to a block's end.
    private const int MaxPassed = 8;

    private readonly RegisterSet _liveOut;
    private readonly Reordering _order;
    private readonly Dictionary<int, int> _toSecond = new();
    private readonly Dictionary<int, int> _toFirst = new();
    private readonly Stack<int> _bound = new();
    private readonly bool[] _isMatched;

    private TailMatch(MachineBlock first, MachineBlock second, RegisterSet liveOut, Reordering order)
    {
        (First, Second, _liveOut, _order) = (first, second, liveOut, order);
        _isMatched = new bool[second.Instructions.Count];
    }

    public MachineBlock First { get; }

    public MachineBlock Second { get; }

    /// <summary>The common part as the first block has it, its last instruction first.</summary>
    public List<MachineInstruction> FirstTail { get; } = new();

    /// <summary>As the second block has it.</summary>
    public List<MachineInstruction> SecondTail { get; } = new();

    /// <summary>Both blocks are the common part and nothing else: one of them goes.</summary>
    public bool IsWhole => FirstTail.Count == First.Instructions.Count && SecondTail.Count == Second.Instructions.Count;

    /// <summary>The common part is what both blocks end with as they are, register by register.</summary>
    public bool IsEqual => Inputs().TrueForAll(static i => i.First == i.Second) && EndsWith(First, FirstTail) && EndsWith(Second, SecondTail);

    /// <summary>How many instructions less there would be. Moves don't count: most of them vanish.</summary>
    public int Saved => FirstTail.Count(static i => !i.IsMove) + (IsWhole && First.Terminator.Op != MachineOp.Jump ? 1 : 0);

    /// <param name="liveOut">What is read behind the blocks, which go on to the same ones.</param>
    /// <returns>Null where they end in different ways.</returns>
    public static TailMatch? Find(MachineBlock first, MachineBlock second, RegisterSet liveOut, Reordering order)
    {
        var match = new TailMatch(first, second, liveOut, order);
        if (!match.TryBind(first.Terminator, second.Terminator))
            return null;
        match.Collect();
        return match;
    }

    /// <summary>Registers that the common part reads from what lies before it, by their names in both blocks.</summary>
    public List<(int First, int Second)> Inputs()
    {
        var inputs = new List<(int First, int Second)>();
        var seen = new HashSet<int>();
        var uses = new RegisterUses();
        foreach (MachineInstruction instruction in Enumerable.Reverse(FirstTail).Append(First.Terminator))
        {
            uses.Set(instruction);
            for (int i = 0; i < uses.ReadCount; i++)
            {
                if (MachineRegisters.IsVirtual(uses.Read(i)) && seen.Add(uses.Read(i)))
                    inputs.Add((uses.Read(i), _toSecond.TryGetValue(uses.Read(i), out int other) ? other : uses.Read(i)));
            }

            for (int i = 0; i < uses.WriteCount; i++)
                seen.Add(uses.Written(i));
        }

        return inputs;
    }

    /// <summary>Leaves the first instruction of the common part to the blocks.</summary>
    public void Shorten()
    {
        FirstTail.RemoveAt(FirstTail.Count - 1);
        SecondTail.RemoveAt(SecondTail.Count - 1);
    }

    private static bool EndsWith(MachineBlock block, List<MachineInstruction> tail)
    {
        int end = block.Instructions.Count;
        return !tail.Where((instruction, i) => !ReferenceEquals(instruction, block.Instructions[end - 1 - i])).Any();
    }

    // In the order of the first block; what is not common stays before it.
    private void Collect()
    {
        var passed = new List<MachineInstruction>();
        for (int i = First.Instructions.Count - 1; i >= 0 && passed.Count <= MaxPassed && First.Instructions[i].Op != MachineOp.Call; i--)
        {
            MachineInstruction instruction = First.Instructions[i];
            MachineInstruction? same = passed.TrueForAll(p => _order.MaySwap(instruction, p)) ? TakeFromSecond(instruction) : null;
            if (same is null)
            {
                passed.Add(instruction);
                continue;
            }

            FirstTail.Add(instruction);
            SecondTail.Add(same);
        }
    }

    private MachineInstruction? TakeFromSecond(MachineInstruction wanted)
    {
        List<MachineInstruction> instructions = Second.Instructions;
        int passed = 0;
        for (int i = instructions.Count - 1; i >= 0 && passed <= MaxPassed && instructions[i].Op != MachineOp.Call; i--)
        {
            if (_isMatched[i])
                continue;
            if (wanted.SameOperation(instructions[i]) && MayMove(i) && TryBind(wanted, instructions[i]))
            {
                _isMatched[i] = true;
                return instructions[i];
            }

            passed++;
        }

        return null;
    }

    // To right before what has been taken already: over what lies behind it and has not, and over what has and lies before it.
    private bool MayMove(int position)
    {
        MachineInstruction instruction = Second.Instructions[position];
        for (int i = 0; i < _isMatched.Length; i++)
        {
            if (i != position && _isMatched[i] == (i < position) && !_order.MaySwap(instruction, Second.Instructions[i]))
                return false;
        }

        return true;
    }

    private bool TryBind(MachineInstruction first, MachineInstruction second)
    {
        if (!first.SameOperation(second))
            return false;
        int bound = _bound.Count;
        if (TryBind(first.Destination, second.Destination) && TryBind(first.Source, second.Source) && TryBind(first.Other, second.Other))
            return true;
        while (_bound.Count > bound)
            Unbind();
        return false;
    }

    // Each register of the one block is one of the other's all along. What is read behind the blocks has one name.
    private bool TryBind(int first, int second)
    {
        bool isFixed = !MachineRegisters.IsVirtual(first) || !MachineRegisters.IsVirtual(second) || _liveOut.Contains(first) || _liveOut.Contains(second);
        if (isFixed)
            return first == second;
        if (_toSecond.TryGetValue(first, out int known))
            return known == second;
        if (_toFirst.ContainsKey(second))
            return false;
        _toSecond.Add(first, second);
        _toFirst.Add(second, first);
        _bound.Push(first);
        return true;
    }

    private void Unbind()
    {
        int first = _bound.Pop();
        _toFirst.Remove(_toSecond[first]);
        _toSecond.Remove(first);
    }
}
