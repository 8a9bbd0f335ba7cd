using System;

namespace BpfSharp.Compiler.CodeGen.Machine;

/// <summary>Registers that one instruction reads and writes, those that are not in its operands included. Reused for each, so that walks don't allocate.</summary>
internal sealed class RegisterUses
{
    private readonly int[] _reads = new int[MachineRegisters.LastArgument + 4];
    private readonly int[] _writes = new int[MachineRegisters.LastArgument + 4];

    public int ReadCount { get; private set; }

    public int WriteCount { get; private set; }

    public int Read(int index) => _reads[index];

    public int Written(int index) => _writes[index];

    public bool Reads(int register) => Array.IndexOf(_reads, register, 0, ReadCount) >= 0;

    public bool Writes(int register) => Array.IndexOf(_writes, register, 0, WriteCount) >= 0;

    public void Set(MachineInstruction instruction)
    {
        ReadCount = 0;
        WriteCount = 0;
        MachineTraits traits = instruction.Traits;
        if ((traits & MachineTraits.ReadsDestination) != 0)
            AddRead(instruction.Destination);
        if ((traits & MachineTraits.ReadsSource) != 0)
            AddRead(instruction.Source);
        if ((traits & MachineTraits.ReadsOther) != 0)
            AddRead(instruction.Other);
        if ((traits & MachineTraits.ReadsR0) != 0)
            AddRead(MachineRegisters.Result);
        if ((traits & MachineTraits.WritesDestination) != 0)
            AddWrite(instruction.Destination);
        if ((traits & MachineTraits.WritesSource) != 0)
            AddWrite(instruction.Source);
        if ((traits & MachineTraits.WritesR0) != 0)
            AddWrite(MachineRegisters.Result);
        if ((traits & MachineTraits.Calls) != 0)
            AddCall(instruction.ArgumentCount);
    }

    private void AddCall(int arguments)
    {
        for (int i = 0; i < arguments; i++)
            AddRead(MachineRegisters.FirstArgument + i);
        for (int register = MachineRegisters.FirstArgument; register <= MachineRegisters.LastArgument; register++)
            AddWrite(register);
    }

    // r10 never changes and is nobody's to give away.
    private void AddRead(int register)
    {
        if (register != MachineRegisters.Frame)
            _reads[ReadCount++] = register;
    }

    private void AddWrite(int register) => _writes[WriteCount++] = register;
}
