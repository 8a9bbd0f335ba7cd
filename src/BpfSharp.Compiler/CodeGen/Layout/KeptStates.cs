using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>
/// The verifier keeps a state, for other ways to be compared with, only some instructions and jumps behind the last one (is_state_visited). Where ways meet that jump to a
/// shared part sooner, each of them is walked on there.
/// </summary>
internal static class KeptStates
{
    private const int MinInstructions = 8;
    private const int MinJumps = 2;

    // Blocks that are looked at: most have an instruction.
    private const int MaxBlocks = 8;

    /// <summary>Whether a state is kept behind a block too when its last instructions have gone, and it jumps to where they are; or is of no use, as only one way leads there.</summary>
    public static bool MayShorten(MachineBlock block, int removed, Dictionary<MachineBlock, List<MachineBlock>> predecessors)
    {
        if (predecessors[block].Count < 2)
            return true;
        int jumps = 1;
        int instructions = Count(block) - removed + jumps;
        MachineBlock at = block;
        for (int i = 0; i < MaxBlocks && jumps < MinJumps && predecessors[at].Count != 0; i++)
        {
            // What falls through is walked first; the others jump here.
            at = predecessors[at].Find(static p => p.Terminator.Op == MachineOp.Jump) ?? predecessors[at][0];
            if (at.Terminator.Op == MachineOp.Jump)
            {
                instructions += Count(at);
            }
            else
            {
                jumps++;
                // The last state may have been kept before the branch itself.
                instructions += jumps < MinJumps ? Count(at) + 1 : 1;
            }
        }

        return instructions >= MinInstructions;
    }

    // Most moves vanish.
    private static int Count(MachineBlock block) => block.Instructions.Count(static i => !i.IsMove);
}
