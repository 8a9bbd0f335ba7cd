using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Emission;

/// <summary>One jump or exit at a block's end.</summary>
internal sealed class Jump
{
    public Jump(MachineBlock block, MachineBlock? target, BpfCondition? condition)
    {
        Block = block;
        Target = target;
        Condition = condition;
    }

    public MachineBlock Block { get; }

    /// <summary>Null: exit.</summary>
    public MachineBlock? Target { get; }

    /// <summary>Null: always.</summary>
    public BpfCondition? Condition { get; }

    public bool IsLong { get; set; }

    public int Slot { get; set; }

    // A long conditional jump hops over a jump that hops over the long one: right for conditions without an opposite, too.
    public int SlotCount => !IsLong ? 1 : Condition is null ? 1 : 3;

    /// <param name="distance">In slots, from behind the whole.</param>
    public void Write(List<BpfInstruction> output, int distance)
    {
        if (Target is null)
            output.Add(BpfInstructions.Exit());
        else if (Condition is null)
            output.Add(IsLong ? BpfInstructions.JumpLong(distance) : BpfInstructions.Jump(distance));
        else
            WriteConditional(output, distance);
    }

    private void WriteConditional(List<BpfInstruction> output, int distance)
    {
        output.Add(InstructionEncoding.JumpIf(Block.Terminator, Condition!.Value, IsLong ? 1 : distance));
        if (!IsLong)
            return;
        output.Add(BpfInstructions.Jump(1));
        output.Add(BpfInstructions.JumpLong(distance));
    }
}
