using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.Registers;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Tails;

/// <summary>
/// Which two instructions of a block may change places. What others see (map values, globals, the context) is accessed in the program's order; the packet and locals
/// are the program's own.
/// </summary>
internal sealed class Reordering
{
    private readonly RegisterSet _notPacket;
    private readonly RegisterUses _first = new();
    private readonly RegisterUses _second = new();

    public Reordering(MachineFunction function) => _notPacket = OtherRegisters(function);

    private enum Memory
    {
        None,
        Local,
        Packet,
        Any,
    }

    public bool MaySwap(MachineInstruction first, MachineInstruction second)
    {
        if (first.Op == MachineOp.Call || second.Op == MachineOp.Call)
            return false;
        _first.Set(first);
        _second.Set(second);
        return !WritesWhatIsUsed(_first, _second) && !WritesWhatIsUsed(_second, _first) && MaySwapAccesses(first, second);
    }

    private static bool WritesWhatIsUsed(RegisterUses writer, RegisterUses other)
    {
        for (int i = 0; i < writer.WriteCount; i++)
        {
            if (other.Reads(writer.Written(i)) || other.Writes(writer.Written(i)))
                return true;
        }

        return false;
    }

    private bool MaySwapAccesses(MachineInstruction first, MachineInstruction second)
    {
        (Memory a, Memory b) = (MemoryOf(first), MemoryOf(second));
        if (a == Memory.None || b == Memory.None)
            return true;
        if (IsLoad(first) && IsLoad(second))
            return a != Memory.Any || b != Memory.Any;
        if (a == Memory.Any || b == Memory.Any || IsAtomic(first) || IsAtomic(second))
            return false;
        if (a != b)
            return true;
        if (a == Memory.Local && !ReferenceEquals(first.Slot, second.Slot))
            return true;
        return BaseOf(first) == BaseOf(second) && (first.Offset + Bytes(first) <= second.Offset || second.Offset + Bytes(second) <= first.Offset);
    }

    private Memory MemoryOf(MachineInstruction instruction)
    {
        bool isAccess = IsLoad(instruction) || IsAtomic(instruction) || instruction.Op is MachineOp.Store or MachineOp.StoreImmediate;
        if (!isAccess)
            return Memory.None;
        if (instruction.Slot is not null)
            return Memory.Local;
        return instruction.KernelObject is not null || _notPacket.Contains(BaseOf(instruction)) ? Memory.Any : Memory.Packet;
    }

    private static bool IsLoad(MachineInstruction instruction) => instruction.Op is MachineOp.Load or MachineOp.LoadSigned;

    private static bool IsAtomic(MachineInstruction instruction) => instruction.Op is MachineOp.Atomic or MachineOp.AtomicFetch or MachineOp.AtomicCompareExchange;

    private static int BaseOf(MachineInstruction access) => IsLoad(access) ? access.Source : access.Destination;

    private static int Bytes(MachineInstruction access) => access.Size.Bytes();

    // All that come of something else than fields of the context: a field that is an address leads to the packet.
    private static RegisterSet OtherRegisters(MachineFunction function)
    {
        var other = new RegisterSet(function.RegisterCount);
        for (int register = 0; register < MachineRegisters.FirstVirtual; register++)
            other.Add(register);
        var uses = new RegisterUses();
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (MachineBlock block in function.Blocks)
            {
                foreach (MachineInstruction instruction in block.Instructions)
                {
                    if (IsPacketStep(instruction, other))
                        continue;
                    uses.Set(instruction);
                    for (int i = 0; i < uses.WriteCount; i++)
                    {
                        changed |= !other.Contains(uses.Written(i));
                        other.Add(uses.Written(i));
                    }
                }
            }
        }

        return other;
    }

    private static bool IsPacketStep(MachineInstruction instruction, RegisterSet other) => instruction.Op switch
    {
        MachineOp.Load => instruction.IsContext,
        MachineOp.AluImmediate => true,
        MachineOp.Move or MachineOp.Alu => !other.Contains(instruction.Source),
        _ => false,
    };
}
