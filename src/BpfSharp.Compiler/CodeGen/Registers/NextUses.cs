using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>How many instructions away the next read of each live register is, seen from the start of each block.</summary>
internal sealed class NextUses
{
    /// <summary>What a way out of a loop or into a cold block adds: what is only read there is read late.</summary>
    private const int Detour = 10_000;

    /// <summary>What a call adds: few values get over it in registers.</summary>
    private const int CallDistance = 20;

    private readonly Dictionary<MachineBlock, Dictionary<int, int>> _atStart = new();
    private readonly RegisterUses _uses = new();

    public NextUses(MachineFunction function, IReadOnlyList<MachineBlock> postorder)
    {
        var changes = new ChangedBlocks(function);
        foreach (MachineBlock block in function.Blocks)
            _atStart.Add(block, new Dictionary<int, int>());
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (MachineBlock block in postorder)
            {
                if (!changes.TryBegin(block) || !Update(block))
                    continue;
                changes.Change(block);
                changed = true;
            }
        }
    }

    public IReadOnlyDictionary<int, int> AtStart(MachineBlock block) => _atStart[block];

    public Dictionary<int, int> AtEnd(MachineBlock block)
    {
        var distances = new Dictionary<int, int>();
        foreach (MachineBlock successor in block.Successors)
        {
            int detour = successor.LoopDepth < block.LoopDepth || (successor.IsCold && !block.IsCold) ? Detour : 0;
            foreach (KeyValuePair<int, int> use in _atStart[successor])
            {
                int distance = use.Value + detour;
                if (!distances.TryGetValue(use.Key, out int known) || distance < known)
                    distances[use.Key] = distance;
            }
        }

        return distances;
    }

    /// <summary>Distance of each instruction from the block's start; the last is that of what follows the block.</summary>
    public static int[] Positions(MachineBlock block)
    {
        var positions = new int[block.Instructions.Count + 2];
        for (int i = 0; i < block.Instructions.Count; i++)
            positions[i + 1] = positions[i] + (block.Instructions[i].Op == MachineOp.Call ? CallDistance : 1);
        positions[block.Instructions.Count + 1] = positions[block.Instructions.Count] + 1;
        return positions;
    }

    private bool Update(MachineBlock block)
    {
        Dictionary<int, int> distances = AtEnd(block);
        int[] positions = Positions(block);
        var next = new Dictionary<int, int>(distances.Count);
        foreach (KeyValuePair<int, int> use in distances)
            next.Add(use.Key, use.Value + positions[positions.Length - 1]);
        Step(block.Terminator, positions[block.Instructions.Count], next);
        for (int i = block.Instructions.Count - 1; i >= 0; i--)
            Step(block.Instructions[i], positions[i], next);

        Dictionary<int, int> known = _atStart[block];
        bool changed = next.Count != known.Count;
        foreach (KeyValuePair<int, int> use in next)
            changed |= !known.TryGetValue(use.Key, out int distance) || distance != use.Value;
        _atStart[block] = next;
        return changed;
    }

    private void Step(MachineInstruction instruction, int position, Dictionary<int, int> next)
    {
        _uses.Set(instruction);
        for (int i = 0; i < _uses.WriteCount; i++)
            next.Remove(_uses.Written(i));
        for (int i = 0; i < _uses.ReadCount; i++)
        {
            if (MachineRegisters.IsVirtual(_uses.Read(i)))
                next[_uses.Read(i)] = position;
        }
    }
}
