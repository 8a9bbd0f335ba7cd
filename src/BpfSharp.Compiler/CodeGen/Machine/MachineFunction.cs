using System.Collections.Generic;

namespace BpfSharp.Compiler.CodeGen.Machine;

/// <summary>A function as machine instructions; one program's entry today, subprograms behind it one day.</summary>
internal sealed class MachineFunction
{
    private int _blocks;

    public MachineFunction(string name) => Name = name;

    /// <summary>C# method name.</summary>
    public string Name { get; }

    /// <summary>A subprogram, or a callback that a helper calls while the program runs.</summary>
    public bool IsCalled { get; set; }

    /// <summary>The entry first; the others in the order of layout, once that has run.</summary>
    public List<MachineBlock> Blocks { get; set; } = new();

    public List<FrameSlot> Slots { get; } = new();

    /// <summary>Where the number of a fault's site lies when it is counted; null where nothing faults.</summary>
    public FrameSlot? FaultKey { get; set; }

    /// <summary>A site's number is a value, on its way through a <c>finally</c> or out of a function.</summary>
    public bool HandsSitesOn { get; set; }

    /// <summary>One more than the highest register number in use.</summary>
    public int RegisterCount { get; private set; } = MachineRegisters.FirstVirtual;

    public int NewRegister() => RegisterCount++;

    /// <summary>All registers are the machine's from now on: sets of them are small.</summary>
    public void ForgetVirtualRegisters() => RegisterCount = MachineRegisters.FirstVirtual;

    public FrameSlot NewSlot(string name, int size)
    {
        var slot = new FrameSlot(name, size);
        Slots.Add(slot);
        return slot;
    }

    public MachineBlock NewBlock()
    {
        var block = new MachineBlock(_blocks++);
        Blocks.Add(block);
        return block;
    }

    /// <summary>One more than the highest block number.</summary>
    public int BlockCount => _blocks;
}
