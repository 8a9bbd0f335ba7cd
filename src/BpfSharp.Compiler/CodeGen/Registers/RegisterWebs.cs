using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Parts of a register's range that no value connects get names of their own: they may then lie in different machine registers.</summary>
internal sealed class RegisterWebs
{
    private readonly MachineFunction _function;
    private readonly RegisterUses _uses = new();
    private readonly Dictionary<MachineBlock, Dictionary<int, int>> _atStart = new();
    private readonly List<int> _parents = new();
    private readonly Dictionary<(MachineInstruction Instruction, int Register), int> _written = new();

    private RegisterWebs(MachineFunction function) => _function = function;

    public static void Run(MachineFunction function)
    {
        var pass = new RegisterWebs(function);
        pass.Solve(new Liveness(function));
        pass.Rename();
    }

    // Values are numbered by the instruction that writes them, and by the block at whose start several of them meet.
    private void Solve(Liveness liveness)
    {
        foreach (MachineBlock block in _function.Blocks)
        {
            var names = new Dictionary<int, int>();
            RegisterSet live = liveness.LiveIn(block);
            for (int register = live.Next(MachineRegisters.FirstVirtual); register >= 0; register = live.Next(register + 1))
                names.Add(register, NewValue());
            _atStart.Add(block, names);
        }

        foreach (MachineBlock block in _function.Blocks)
        {
            var names = new Dictionary<int, int>(_atStart[block]);
            foreach (MachineInstruction instruction in block.Instructions)
                Step(instruction, names);
            foreach (MachineBlock successor in block.Successors)
            {
                foreach (KeyValuePair<int, int> start in _atStart[successor])
                {
                    if (names.TryGetValue(start.Key, out int value))
                        Join(start.Value, value);
                }
            }
        }
    }

    private void Step(MachineInstruction instruction, Dictionary<int, int> names)
    {
        _uses.Set(instruction);
        for (int i = 0; i < _uses.WriteCount; i++)
        {
            int register = _uses.Written(i);
            if (!MachineRegisters.IsVirtual(register))
                continue;
            int value = NewValue();
            // What changes a register in place needs it to stay one; a move gives it another name.
            if (!instruction.IsMove && _uses.Reads(register) && names.TryGetValue(register, out int before))
                Join(value, before);
            _written.Add((instruction, register), value);
            names[register] = value;
        }
    }

    private void Rename()
    {
        var names = new Dictionary<(int Register, int Web), int>();
        var first = new HashSet<int>();
        foreach (MachineBlock block in _function.Blocks)
        {
            var current = new Dictionary<int, int>(_atStart[block]);
            foreach (MachineInstruction instruction in block.Instructions)
                Rename(instruction, current, names, first);
            Rename(block.Terminator, current, names, first);
        }
    }

    private void Rename(MachineInstruction instruction, Dictionary<int, int> current, Dictionary<(int Register, int Web), int> names, HashSet<int> first)
    {
        (int destination, int source, int other) = (instruction.Destination, instruction.Source, instruction.Other);
        bool writesDestination = instruction.Has(MachineTraits.WritesDestination);
        bool writesSource = instruction.Has(MachineTraits.WritesSource);
        int Name(int register, bool written)
        {
            if (!MachineRegisters.IsVirtual(register))
                return register;
            int value;
            if (!(written ? _written.TryGetValue((instruction, register), out value) : current.TryGetValue(register, out value)))
                return register;
            int web = Find(value);
            if (names.TryGetValue((register, web), out int name))
                return name;
            name = first.Add(register) ? register : _function.NewRegister();
            names.Add((register, web), name);
            return name;
        }

        instruction.Destination = Name(destination, writesDestination);
        instruction.Source = Name(source, writesSource);
        instruction.Other = Name(other, written: false);
        if (writesDestination && MachineRegisters.IsVirtual(destination))
            current[destination] = _written[(instruction, destination)];
        if (writesSource && MachineRegisters.IsVirtual(source))
            current[source] = _written[(instruction, source)];
    }

    private int NewValue()
    {
        _parents.Add(_parents.Count);
        return _parents.Count - 1;
    }

    private void Join(int a, int b) => _parents[Find(a)] = Find(b);

    private int Find(int value)
    {
        while (_parents[value] != value)
            value = _parents[value] = _parents[_parents[value]];
        return value;
    }
}
