using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>What cutting the range of each register would cost: loads and stores, by how often they run.</summary>
internal sealed class SpillCosts
{
    // What can't be cut further has to get a register.
    private const double Never = 1e30;

    // A constant is loaded again without a store, and it leaves memory alone.
    private const double Recomputed = 0.5;

    private readonly double[] _costs;
    private readonly SpillState _state;
    private readonly int[] _segments;
    private readonly RegisterUses _uses = new();
    private int _segment;

    public SpillCosts(MachineFunction function, SpillState state)
    {
        _state = state;
        _costs = new double[function.RegisterCount];
        _segments = new int[function.RegisterCount];
        bool[] recomputed = Rematerialisation.Find(function);
        foreach (MachineBlock block in function.Blocks)
        {
            _segment++;
            double frequency = block.Frequency;
            foreach (MachineInstruction instruction in block.Instructions)
                Add(instruction, frequency);
            Add(block.Terminator, frequency);
        }

        for (int i = MachineRegisters.FirstVirtual; i < _costs.Length; i++)
        {
            if (state.LevelOf(i) == SpillLevel.Instruction)
                _costs[i] = Never;
            else if (recomputed[i])
                _costs[i] *= Recomputed;
        }
    }

    public double Of(int register) => _costs[register];

    public void Merge(int into, int register) => _costs[into] += _costs[register];

    private void Add(MachineInstruction instruction, double frequency)
    {
        _uses.Set(instruction);
        for (int i = 0; i < _uses.ReadCount; i++)
        {
            int register = _uses.Read(i);
            // Between two calls one load serves all.
            if (_segments[register] == _segment && _state.LevelOf(register) < SpillLevel.Block)
                continue;
            _costs[register] += frequency;
            _segments[register] = _segment;
        }

        if (instruction.Op == MachineOp.Call)
            _segment++;
        for (int i = 0; i < _uses.WriteCount; i++)
        {
            _costs[_uses.Written(i)] += frequency;
            _segments[_uses.Written(i)] = _segment;
        }
    }
}
