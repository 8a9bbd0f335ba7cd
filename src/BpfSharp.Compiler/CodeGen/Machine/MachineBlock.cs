using System.Collections.Generic;

namespace BpfSharp.Compiler.CodeGen.Machine;

/// <summary>Instructions without a jump, then one terminator.</summary>
internal sealed class MachineBlock
{
    public MachineBlock(int number) => Number = number;

    /// <summary>Unique in the function; order of creation.</summary>
    public int Number { get; }

    public List<MachineInstruction> Instructions { get; } = new();

    public MachineInstruction Terminator { get; set; } = new(MachineOp.Exit);

    /// <summary>Where a jump goes, or a branch whose condition holds.</summary>
    public MachineBlock? Taken { get; set; }

    /// <summary>Where a branch goes whose condition does not hold.</summary>
    public MachineBlock? Otherwise { get; set; }

    /// <summary>Ends in a fault, or leads nowhere else.</summary>
    public bool IsCold { get; set; }

    public int LoopDepth { get; set; }

    /// <summary>Another block than usual is laid out behind it: the other way of a branch, or not what it jumps to.</summary>
    public bool IsTurned { get; set; }

    /// <summary>Ways meet here and what tells them apart is hidden from the verifier, so that it walks on once.</summary>
    public bool Converges { get; set; }

    /// <summary>How often the block runs, guessed; relative to the entry.</summary>
    public double Frequency
    {
        get
        {
            double frequency = IsCold ? 0.01 : 1;
            for (int i = 0; i < LoopDepth && i < 6; i++)
                frequency *= 8;
            return frequency;
        }
    }

    // Equal is only the block itself: its number spares tables the runtime's way to one, which lies in the object's header.
    public override int GetHashCode() => Number;

    public IEnumerable<MachineBlock> Successors
    {
        get
        {
            if (Taken is not null)
                yield return Taken;
            if (Otherwise is not null)
                yield return Otherwise;
        }
    }
}
