using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>Blocks that do the same and go on to the same place become one.</summary>
internal static class EqualBlocks
{
    public static bool Run(MachineFunction function)
    {
        var kept = new Dictionary<int, List<MachineBlock>>();
        var replacements = new Dictionary<MachineBlock, MachineBlock>();
        for (int i = 1; i < function.Blocks.Count; i++)
        {
            MachineBlock block = function.Blocks[i];
            int key = Hash(block);
            if (!kept.TryGetValue(key, out List<MachineBlock>? candidates))
                kept.Add(key, candidates = new List<MachineBlock>());
            MachineBlock? same = candidates.Find(candidate => Same(candidate, block));
            if (same is null)
            {
                candidates.Add(block);
                continue;
            }

            same.IsCold &= block.IsCold;
            replacements.Add(block, same);
        }

        if (replacements.Count == 0)
            return false;
        foreach (MachineBlock block in function.Blocks)
        {
            if (block.Taken is not null && replacements.TryGetValue(block.Taken, out MachineBlock? taken))
                block.Taken = taken;
            if (block.Otherwise is not null && replacements.TryGetValue(block.Otherwise, out MachineBlock? otherwise))
                block.Otherwise = otherwise;
        }

        return true;
    }

    private static bool Same(MachineBlock a, MachineBlock b)
    {
        if (a.Instructions.Count != b.Instructions.Count || !a.Terminator.SameAs(b.Terminator)
            || !ReferenceEquals(a.Taken, b.Taken) || !ReferenceEquals(a.Otherwise, b.Otherwise))
            return false;
        for (int i = 0; i < a.Instructions.Count; i++)
        {
            if (!a.Instructions[i].SameAs(b.Instructions[i]))
                return false;
        }

        return true;
    }

    private static int Hash(MachineBlock block)
    {
        unchecked
        {
            int hash = (int)block.Terminator.Op * 31 + (block.Taken?.Number ?? -1);
            foreach (MachineInstruction i in block.Instructions)
                hash = ((hash * 31 + (int)i.Op) * 31 + i.Destination) * 31 + (int)i.Immediate;
            return hash;
        }
    }
}
