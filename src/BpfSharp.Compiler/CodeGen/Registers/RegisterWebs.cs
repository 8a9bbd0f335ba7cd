using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Parts of a register's range that no value connects get names of their own: they may then lie in different machine registers.</summary>
internal sealed class RegisterWebs
{
    private const int None = -1;

    private readonly MachineFunction _function;
    private readonly RegisterUses _uses = new();
    private readonly List<(int Register, int Value)>[] _atStart;
    private readonly List<int> _parents = new();

    // The value that each register holds at the place of a walk, and the registers that hold one.
    private readonly int[] _values;
    private readonly List<int> _holding = new();

    private RegisterWebs(MachineFunction function)
    {
        _function = function;
        _atStart = new List<(int, int)>[function.BlockCount];
        _values = new int[function.RegisterCount];
        for (int i = 0; i < _values.Length; i++)
            _values[i] = None;
    }

    public static void Run(MachineFunction function)
    {
        var pass = new RegisterWebs(function);
        int firstWritten = pass.Solve(new Liveness(function));
        pass.Rename(firstWritten);
    }

    // Values are numbered by the block at whose start several of them meet, and from the number that this gives on by the writes, in their order.
    private int Solve(Liveness liveness)
    {
        foreach (MachineBlock block in _function.Blocks)
        {
            var start = new List<(int, int)>();
            RegisterSet live = liveness.LiveIn(block);
            for (int register = live.Next(MachineRegisters.FirstVirtual); register >= 0; register = live.Next(register + 1))
                start.Add((register, NewValue()));
            _atStart[block.Number] = start;
        }

        int firstWritten = _parents.Count;
        foreach (MachineBlock block in _function.Blocks)
        {
            Begin(block);
            foreach (MachineInstruction instruction in block.Instructions)
                Step(instruction);
            Pass(block.Taken);
            Pass(block.Otherwise);
        }

        return firstWritten;
    }

    private void Begin(MachineBlock block)
    {
        foreach (int register in _holding)
            _values[register] = None;
        _holding.Clear();
        foreach ((int register, int value) in _atStart[block.Number])
            Hold(register, value);
    }

    private void Hold(int register, int value)
    {
        _values[register] = value;
        _holding.Add(register);
    }

    private void Pass(MachineBlock? successor)
    {
        if (successor is null)
            return;
        foreach ((int register, int value) in _atStart[successor.Number])
        {
            if (_values[register] != None)
                Join(value, _values[register]);
        }
    }

    private void Step(MachineInstruction instruction)
    {
        _uses.Set(instruction);
        for (int i = 0; i < _uses.WriteCount; i++)
        {
            int register = _uses.Written(i);
            if (!MachineRegisters.IsVirtual(register))
                continue;
            int value = NewValue();
            // What changes a register in place needs it to stay one; a move gives it another name.
            if (!instruction.IsMove && _uses.Reads(register) && _values[register] != None)
                Join(value, _values[register]);
            Hold(register, value);
        }
    }

    private void Rename(int firstWritten)
    {
        var names = new WebNames(_function, _parents.Count);
        int next = firstWritten;
        foreach (MachineBlock block in _function.Blocks)
        {
            Begin(block);
            foreach (MachineInstruction instruction in block.Instructions)
                Rename(instruction, names, ref next);
            Rename(block.Terminator, names, ref next);
        }
    }

    private void Rename(MachineInstruction instruction, WebNames names, ref int next)
    {
        (int destination, int source, int other) = (instruction.Destination, instruction.Source, instruction.Other);
        int toDestination = instruction.Has(MachineTraits.WritesDestination) && MachineRegisters.IsVirtual(destination) ? next++ : None;
        int toSource = instruction.Has(MachineTraits.WritesSource) && MachineRegisters.IsVirtual(source) ? next++ : None;
        instruction.Destination = Name(names, destination, toDestination);
        instruction.Source = Name(names, source, toSource);
        instruction.Other = Name(names, other, None);
        if (toDestination != None)
            Hold(destination, toDestination);
        if (toSource != None)
            Hold(source, toSource);
    }

    /// <param name="written">The value that is written to it; none where it is read.</param>
    private int Name(WebNames names, int register, int written)
    {
        if (!MachineRegisters.IsVirtual(register))
            return register;
        int value = written != None ? written : _values[register];
        return value == None ? register : names.Of(register, Find(value));
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
