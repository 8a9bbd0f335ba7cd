using BpfSharp.Compiler.Verifier.Code;
using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>What must be precise before an instruction, for what must be precise behind it (<c>backtrack_insn</c>).</summary>
internal sealed class Backtracking(CodeGraph code, Wanted wanted)
{
    /// <param name="next">The instruction that was looked at before, which is the one behind it on the way; -1: none.</param>
    /// <param name="record">What is known of the instruction beside its place, or <see cref="JumpRecord.None"/>.</param>
    /// <returns>False where the way back is lost, and all numbers must be precise.</returns>
    public bool TryStep(int slot, int next, in JumpRecord record)
    {
        BpfInstruction i = code.Code[slot];
        if (i.Opcode == 0)
            return true;
        Link(record.Linked);
        bool isKnown = true;
        switch (i.Opcode & BpfOpcodes.ClassMask)
        {
            case BpfOpcodes.Alu:
            case BpfOpcodes.Alu64:
                Alu(i);
                break;
            case BpfOpcodes.Ldx:
            case BpfOpcodes.Stx when i is { Immediate: (int)BpfAtomicOp.LoadAcquire } && (i.Opcode & BpfOpcodes.ModeMask) == BpfOpcodes.ModeAtomic:
                Load(i, in record);
                break;
            case BpfOpcodes.St:
            case BpfOpcodes.Stx:
                isKnown = Store(i, in record);
                break;
            case BpfOpcodes.Ld:
                wanted.DropRegister(i.Destination);
                break;
            default:
                isKnown = Jump(i, slot, next, in record);
                break;
        }

        Link(record.Linked);
        return isKnown;
    }

    private void Link(LinkedPlaces? linked)
    {
        if (linked is null)
            return;
        bool isWanted = false;
        for (int i = 0; i < linked.Count; i++)
            isWanted |= wanted.Has(linked[i]);
        for (int i = 0; isWanted && i < linked.Count; i++)
            wanted.Add(linked[i]);
    }

    private void Alu(BpfInstruction i)
    {
        int operation = i.Opcode & BpfOpcodes.OperationMask;
        if (!wanted.HasRegister(i.Destination) || operation is BpfOpcodes.Endian or BpfOpcodes.Neg)
            return;
        if (operation == (int)BpfAluOp.Move)
            wanted.DropRegister(i.Destination);
        if ((i.Opcode & BpfOpcodes.Register) != 0 && i.Source != BpfOpcodes.FramePointer)
            wanted.AddRegister(i.Source);
    }

    private void Load(BpfInstruction i, in JumpRecord record)
    {
        if (!wanted.HasRegister(i.Destination))
            return;
        wanted.DropRegister(i.Destination);
        // What comes from elsewhere than a spill is what its load says.
        if ((record.Flags & JumpFlags.StackAccess) != 0)
            wanted.AddSlot(record.Frame, record.StackSlot);
    }

    private bool Store(BpfInstruction i, in JumpRecord record)
    {
        // A number that is an address: it came from a difference of pointers.
        if (wanted.HasRegister(i.Destination))
            return false;
        if ((record.Flags & JumpFlags.StackAccess) == 0 || !wanted.HasSlot(record.Frame, record.StackSlot))
            return true;
        wanted.DropSlot(record.Frame, record.StackSlot);
        if ((i.Opcode & BpfOpcodes.ClassMask) == BpfOpcodes.Stx)
            wanted.AddRegister(i.Source);
        return true;
    }

    private bool Jump(BpfInstruction i, int slot, int next, in JumpRecord record)
    {
        int operation = i.Opcode & BpfOpcodes.OperationMask;
        if (code.IsSubprogramCall(slot))
        {
            // Out of the function, to its caller: what is wanted still came as arguments.
            for (int register = 1; register <= 5; register++)
            {
                if (wanted.HasRegister(register))
                    wanted.AddRegister(wanted.Frame - 1, register);
            }

            wanted.DropRegisters(Wanted.Arguments);
            return TryLeave();
        }

        if (operation == BpfOpcodes.CallOperation)
        {
            if (code.CallsBack(slot) && slot != next - 1)
            {
                wanted.DropRegisters(Wanted.Arguments);
                return TryLeave();
            }

            wanted.DropRegister(0);
            return true;
        }

        if (operation == BpfOpcodes.ExitOperation)
            return Enter(next);
        if (operation != BpfOpcodes.JumpAlways && (i.Opcode & BpfOpcodes.Register) != 0 && (wanted.HasRegister(i.Destination) || wanted.HasRegister(i.Source)))
        {
            if ((record.Flags & JumpFlags.SourceIsStack) == 0)
                wanted.AddRegister(i.Source);
            if ((record.Flags & JumpFlags.DestinationIsStack) == 0)
                wanted.AddRegister(i.Destination);
        }

        return true;
    }

    private bool TryLeave()
    {
        if (wanted.Frame == 0 || wanted.Registers != 0 || wanted.SlotsOf(wanted.Frame) != 0)
            return false;
        wanted.Frame--;
        return true;
    }

    // Into a function that has been called, by its end.
    private bool Enter(int next)
    {
        if (next >= 0 && code.CallsBack(next))
            wanted.DropRegisters(Wanted.Arguments);
        bool isResultWanted = next > 0 && code.IsSubprogramCall(next - 1) && wanted.HasRegister(0);
        wanted.DropRegister(0);
        if (wanted.Frame == WalkState.MaxFrames - 1)
            return false;
        wanted.Frame++;
        if (isResultWanted)
            wanted.AddRegister(0);
        return true;
    }
}
