using System.Linq;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Tells of a loaded number whether the verifier may know nothing of it: it, or a copy, is stored, given to a helper that takes any number, or compared with one that may be any.</summary>
internal static class UnboundedUses
{
    public static bool AreAll(MachineBlock block, MachineInstruction load, Liveness liveness)
    {
        int holding = 1 << load.Destination;
        var uses = new RegisterUses();
        foreach (MachineInstruction next in block.Instructions.Skip(block.Instructions.IndexOf(load) + 1).Append(block.Terminator))
        {
            uses.Set(next);
            int read = 0;
            for (int i = 0; i < uses.ReadCount; i++)
                read |= holding & (1 << uses.Read(i));
            if (read != 0 && !TakesAnything(next, read) && !TellsNothing(block, next, read, liveness))
                return false;
            for (int i = 0; i < uses.WriteCount; i++)
                holding &= ~(1 << uses.Written(i));
            if (read != 0 && next.Result != MachineRegisters.None)
                holding |= 1 << next.Result;
            if (holding == 0)
                return true;
        }

        return !Enumerable.Range(0, MachineRegisters.Frame).Any(r => (holding & (1 << r)) != 0 && liveness.LiveOut(block).Contains(r));
    }

    // Compared with a number that may be any, was read for that alone, and is forgotten afterwards: neither gets bounds that matter.
    private static bool TellsNothing(MachineBlock block, MachineInstruction next, int read, Liveness liveness)
    {
        if (next is not { Op: MachineOp.Branch, Wide: true } || next.Condition is BpfCondition.Equal or BpfCondition.NotEqual)
            return false;
        int other = (read & (1 << next.Destination)) != 0 ? next.Source : next.Destination;
        var uses = new RegisterUses();
        for (int i = block.Instructions.Count - 1; i >= 0 && (read & (1 << other)) == 0 && !liveness.LiveOut(block).Contains(other); i--)
        {
            MachineInstruction before = block.Instructions[i];
            uses.Set(before);
            if (uses.Writes(other))
                return before is { Op: MachineOp.Load, Size: BpfSize.Double, Slot: null };
            if (uses.Reads(other))
                return false;
        }

        return false;
    }

    private static bool TakesAnything(MachineInstruction use, int read) => use.Op switch
    {
        MachineOp.Move or MachineOp.ByteSwap or MachineOp.ZeroExtend => true,
        MachineOp.AluImmediate => true,
        // What is computed in 32 bits is no address.
        MachineOp.Alu => !use.Wide,
        MachineOp.Call => (read & ~use.FreeArguments) == 0,
        // A whole word of the frame keeps the bounds of what is stored: another spill, or what a callback reads.
        MachineOp.Store => (read & (1 << use.Destination)) == 0 && !(use.Slot is not null && use.Size == BpfSize.Double),
        _ => false,
    };
}
