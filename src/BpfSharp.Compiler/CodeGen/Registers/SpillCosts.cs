using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>What the last resort would cost for each register: loads and stores, by how often they run.</summary>
internal sealed class SpillCosts
{
    // Spilling what spilling made would never end.
    private const double Never = 1e30;

    private readonly double[] _costs;
    private readonly RegisterUses _uses = new();

    public SpillCosts(MachineFunction function, HashSet<int> temporaries)
    {
        _costs = new double[function.RegisterCount];
        foreach (MachineBlock block in function.Blocks)
        {
            double frequency = block.Frequency;
            foreach (MachineInstruction instruction in block.Instructions)
                Add(instruction, frequency);
            Add(block.Terminator, frequency);
        }

        foreach (int register in temporaries)
            _costs[register] = Never;
    }

    public double Of(int register) => _costs[register];

    public void Merge(int into, int register) => _costs[into] += _costs[register];

    private void Add(MachineInstruction instruction, double frequency)
    {
        _uses.Set(instruction);
        for (int i = 0; i < _uses.ReadCount; i++)
            _costs[_uses.Read(i)] += frequency;
        for (int i = 0; i < _uses.WriteCount; i++)
            _costs[_uses.Written(i)] += frequency;
    }
}
