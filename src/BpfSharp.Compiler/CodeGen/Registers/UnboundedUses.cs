using System.Linq;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Tells of a loaded number whether the verifier may know nothing of it: it is stored, or given to a helper that takes any number, itself or a copy.</summary>
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
            if (read != 0 && !TakesAnything(next, read))
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
