using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>At which blocks a spilled register has been loaded or written on every path since the last call, so that it need not be loaded again.</summary>
internal sealed class SpillRegions
{
    private readonly Dictionary<MachineBlock, HashSet<int>> _available = new();
    private readonly HashSet<int> _registers;
    private readonly RegisterUses _uses = new();

    public SpillRegions(MachineFunction function, HashSet<int> registers)
    {
        _registers = registers;
        // A block that is not there is not reached yet. What is available only gets less.
        _available[function.Blocks[0]] = new HashSet<int>();
        for (bool changed = registers.Count != 0; changed;)
        {
            changed = false;
            foreach (MachineBlock block in function.Blocks)
                changed |= Propagate(block);
        }
    }

    public bool IsAvailable(MachineBlock block, int register) => _available.TryGetValue(block, out HashSet<int>? registers) && registers.Contains(register);

    private bool Propagate(MachineBlock block)
    {
        if (!_available.TryGetValue(block, out HashSet<int>? start))
            return false;
        var registers = new HashSet<int>(start);
        foreach (MachineInstruction instruction in block.Instructions)
            Step(instruction, registers);
        Step(block.Terminator, registers);

        bool changed = false;
        foreach (MachineBlock successor in block.Successors)
        {
            if (!_available.TryGetValue(successor, out HashSet<int>? known))
            {
                _available.Add(successor, new HashSet<int>(registers));
                changed = true;
                continue;
            }

            int count = known.Count;
            known.IntersectWith(registers);
            changed |= known.Count != count;
        }

        return changed;
    }

    private void Step(MachineInstruction instruction, HashSet<int> registers)
    {
        _uses.Set(instruction);
        for (int i = 0; i < _uses.ReadCount; i++)
            Add(_uses.Read(i), registers);
        if (instruction.Op == MachineOp.Call)
            registers.Clear();
        for (int i = 0; i < _uses.WriteCount; i++)
            Add(_uses.Written(i), registers);
    }

    private void Add(int register, HashSet<int> registers)
    {
        if (_registers.Contains(register))
            registers.Add(register);
    }
}
