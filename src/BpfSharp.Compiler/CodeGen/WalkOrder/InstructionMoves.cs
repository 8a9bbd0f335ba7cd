using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.WalkOrder;

/// <summary>
/// Where an instruction may stand as well: in a block on all ways to its own, if nothing in between uses what it writes or writes what it reads, and nobody on another way wants what was in its register.
/// </summary>
/// <remarks>Not before a comparison of what it reads, for the verifier knows less of numbers there, and a pointer may still be null; not in hot code from cold; and nothing dear, as it runs on more ways.</remarks>
internal sealed class InstructionMoves
{
    private readonly BlockDominators _dominators;
    private readonly Dictionary<MachineBlock, List<MachineBlock>> _predecessors;
    private readonly RegisterUses _uses = new();
    private readonly RegisterUses _moved = new();

    public InstructionMoves(MachineFunction function)
    {
        _dominators = new BlockDominators(function);
        _predecessors = BlockGraph.Predecessors(function);
    }

    /// <summary>Moves an instruction to the end of the block that is so many steps up in the tree of dominators; null where it must not stand there.</summary>
    public MovedInstruction? TryRaise(MachineBlock block, int index, int steps)
    {
        MachineInstruction instruction = block.Instructions[index];
        MachineBlock to = block;
        for (int i = 0; i < steps; i++)
            to = _dominators.Immediate(to);
        if (ReferenceEquals(to, block) || to.LoopDepth != block.LoopDepth || (block.IsCold && !to.IsCold) || !IsCheap(instruction))
            return null;
        _moved.Set(instruction);
        if (!IsPassed(block.Instructions.Take(index), instruction) || !IsTestPassed(to.Terminator, instruction))
            return null;
        if (Between(to, block) is not { } between || !between.All(b => IsPassed(b.Instructions, instruction) && IsTestPassed(b.Terminator, instruction)))
            return null;
        return IsWantedElsewhere(to, block, between, instruction) ? null : new MovedInstruction(block, index, to);
    }

    private static bool IsCheap(MachineInstruction instruction) => instruction.Op switch
    {
        MachineOp.Alu or MachineOp.AluImmediate => instruction.Alu is not (BpfAluOp.Div or BpfAluOp.Mod or BpfAluOp.SignedDiv or BpfAluOp.SignedMod),
        MachineOp.ClearUnless or MachineOp.ClearUnlessImmediate or MachineOp.LoadFunction => false,
        _ => instruction.Has(MachineTraits.Pure),
    };

    private bool IsPassed(IEnumerable<MachineInstruction> instructions, MachineInstruction moved) => instructions.All(i => IsPassed(i, moved));

    private bool IsPassed(MachineInstruction instruction, MachineInstruction moved)
    {
        _uses.Set(instruction);
        return !_uses.Reads(moved.Destination) && !_uses.Writes(moved.Destination) && !IsRead(_uses.Writes);
    }

    private bool IsTestPassed(MachineInstruction terminator, MachineInstruction moved) => IsPassed(terminator, moved) && !IsRead(_uses.Reads);

    private bool IsRead(Func<int, bool> condition)
    {
        for (int i = 0; i < _moved.ReadCount; i++)
        {
            if (condition(_moved.Read(i)))
                return true;
        }

        return false;
    }

    // Blocks on the ways from the one to the other, without the two; null where the other leads to itself on another way.
    private HashSet<MachineBlock>? Between(MachineBlock from, MachineBlock to)
    {
        var between = new HashSet<MachineBlock>();
        var pending = new Stack<MachineBlock>(_predecessors[to]);
        while (pending.Count != 0)
        {
            MachineBlock block = pending.Pop();
            if (ReferenceEquals(block, to))
                return null;
            if (ReferenceEquals(block, from) || !between.Add(block))
                continue;
            foreach (MachineBlock predecessor in _predecessors[block])
                pending.Push(predecessor);
        }

        return between;
    }

    // Whether somebody behind the first block reads what stood in the register, on a way past the second.
    private bool IsWantedElsewhere(MachineBlock from, MachineBlock to, HashSet<MachineBlock> between, MachineInstruction moved)
    {
        var seen = new HashSet<MachineBlock> { to };
        var pending = new Stack<MachineBlock>(from.Successors);
        while (pending.Count != 0)
        {
            MachineBlock block = pending.Pop();
            if (!seen.Add(block))
                continue;
            // What is between has been looked at.
            bool? isRead = between.Contains(block) ? null : IsReadFirst(block, moved.Destination);
            if (isRead == true)
                return true;
            if (isRead == false)
                continue;
            if (!ReferenceEquals(block, from))
                block.Successors.ToList().ForEach(pending.Push);
            else if (_moved.Reads(moved.Destination))
                return true;
        }

        return false;
    }

    // Null where the block does nothing with the register.
    private bool? IsReadFirst(MachineBlock block, int register)
    {
        foreach (MachineInstruction instruction in block.Instructions)
        {
            _uses.Set(instruction);
            if (_uses.Reads(register))
                return true;
            if (_uses.Writes(register))
                return false;
        }

        _uses.Set(block.Terminator);
        return _uses.Reads(register) ? true : null;
    }
}
