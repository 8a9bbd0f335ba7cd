using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>
/// Behind a comparison with a constant a number gets another name by a move, so that spilling it stores it there: before 6.9 the verifier's bounds of a register are not those of the
/// slot that it was stored to earlier (<c>save_register_state</c> gives a spilled number no id). The move vanishes where both can be the same.
/// </summary>
internal static class BoundSplitting
{
    /// <summary>False if there was nothing to split.</summary>
    public static bool Run(MachineFunction function)
    {
        var liveness = new Liveness(function);
        Dictionary<MachineBlock, List<MachineBlock>> predecessors = BlockGraph.Predecessors(function);
        RegisterSet wanted = Wanted(function);
        bool any = false;
        foreach (MachineBlock block in new List<MachineBlock>(function.Blocks))
        {
            if (block.Terminator is not { Op: MachineOp.BranchImmediate, Destination: var register } || !wanted.Contains(register) || ReferenceEquals(block.Taken, block.Otherwise))
                continue;
            foreach (MachineBlock successor in new List<MachineBlock>(block.Successors))
            {
                if (!liveness.LiveIn(successor).Contains(register) || PlaceOf(block, successor, function, predecessors) is not { } place)
                    continue;
                MachineInstruction move = Make.Move(register, register);
                move.Span = block.Terminator.Span;
                place.Instructions.Insert(0, move);
                any = true;
            }
        }

        if (any)
            RegisterWebs.Run(function);
        return any;
    }

    // Where only this way leads: the successor itself, or a block on the way to a loop's head, whose other ways come from inside of the loop.
    private static MachineBlock? PlaceOf(MachineBlock from, MachineBlock to, MachineFunction function, Dictionary<MachineBlock, List<MachineBlock>> predecessors)
    {
        if (predecessors[to].Count == 1)
            return to;
        if (from.LoopDepth >= to.LoopDepth || predecessors[to].Exists(p => !ReferenceEquals(p, from) && p.LoopDepth < to.LoopDepth))
            return null;
        MachineBlock edge = function.NewBlock();
        edge.IsCold = to.IsCold;
        edge.LoopDepth = from.LoopDepth;
        edge.Terminator = new MachineInstruction(MachineOp.Jump) { Span = from.Terminator.Span };
        edge.Taken = to;
        from.Taken = ReferenceEquals(from.Taken, to) ? edge : from.Taken;
        from.Otherwise = ReferenceEquals(from.Otherwise, to) ? edge : from.Otherwise;
        return edge;
    }

    // Numbers of which the verifier wants bounds: steps of pointers and arguments of calls, and what those are computed from.
    private static RegisterSet Wanted(MachineFunction function)
    {
        var wanted = new RegisterSet(function.RegisterCount);
        var uses = new RegisterUses();
        for (bool changed = true; changed;)
        {
            changed = false;
            // Backwards, as what is wanted spreads.
            for (int b = function.Blocks.Count - 1; b >= 0; b--)
            {
                List<MachineInstruction> instructions = function.Blocks[b].Instructions;
                for (int n = instructions.Count - 1; n >= 0; n--)
                {
                    MachineInstruction instruction = instructions[n];
                    if (instruction is { Op: MachineOp.Alu, Alu: BpfAluOp.Add, Wide: true })
                        changed |= Add(instruction.Source, wanted);
                    if (!Computes(instruction) || !(IsArgument(instruction.Destination) || wanted.Contains(instruction.Destination)))
                        continue;
                    uses.Set(instruction);
                    for (int i = 0; i < uses.ReadCount; i++)
                        changed |= Add(uses.Read(i), wanted);
                }
            }
        }

        return wanted;
    }

    private static bool Add(int register, RegisterSet wanted)
    {
        if (!MachineRegisters.IsVirtual(register) || wanted.Contains(register))
            return false;
        wanted.Add(register);
        return true;
    }

    private static bool Computes(MachineInstruction instruction) =>
        instruction.Op is MachineOp.Move or MachineOp.Alu or MachineOp.AluImmediate or MachineOp.Negate or MachineOp.ByteSwap or MachineOp.ZeroExtend or MachineOp.SignExtend;

    private static bool IsArgument(int register) => register is >= MachineRegisters.FirstArgument and <= MachineRegisters.LastArgument;
}
