using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.Registers;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Frame;

/// <summary>
/// Numbers that are read from the frame one behind the other, since registers did not suffice, and stored one behind the other: two reads and two stores become one of each, where the
/// verifier's alignment of the frame allows.
/// </summary>
internal sealed class FrameCopies
{
    private readonly MachineFunction _function;
    private readonly RegisterUses _uses = new();
    private FrameAddresses? _addresses;
    private Liveness? _liveness;

    private FrameCopies(MachineFunction function) => _function = function;

    /// <summary>To be run once slots have their places (<see cref="SettledFrame"/>).</summary>
    public static void Run(MachineFunction function)
    {
        var pass = new FrameCopies(function);
        foreach (MachineBlock block in function.Blocks)
        {
            for (int i = 0; i + 3 < block.Instructions.Count;)
            {
                // What has become wider may go with what stands before.
                if (pass.TryJoin(block, i))
                    i = System.Math.Max(i - 2, 0);
                else
                    i++;
            }
        }
    }

    private bool TryJoin(MachineBlock block, int first)
    {
        List<MachineInstruction> code = block.Instructions;
        (MachineInstruction load, MachineInstruction store, MachineInstruction nextLoad, MachineInstruction nextStore) = (code[first], code[first + 1], code[first + 2], code[first + 3]);
        if (!IsCopy(load, store) || !IsCopy(nextLoad, nextStore) || load.Size != nextLoad.Size || store.Destination != nextStore.Destination || !ReferenceEquals(store.Slot, nextStore.Slot))
            return false;
        int size = StoredBytes.Of(store).Size;
        bool isBeside = size < 8 && nextLoad.Offset == load.Offset + size && nextStore.Offset == store.Offset + size && load.Offset % (2 * size) == 0 && (store.Slot is null || store.Offset % (2 * size) == 0);
        bool isApart = store.Slot is null || store.Offset + (2 * size) <= load.Offset || load.Offset + (2 * size) <= store.Offset;
        if (!isBeside || !isApart || MayPointIntoFrame(block, first + 1, load.Slot!) || IsRead(block, first + 4, nextLoad.Destination) || (load.Destination != nextLoad.Destination && IsRead(block, first + 4, load.Destination)))
            return false;
        BpfSize wider = BpfSizes.OfBytes(2 * size);
        (load.Size, store.Size) = (wider, wider);
        code.RemoveRange(first + 2, 2);
        return true;
    }

    private static bool IsCopy(MachineInstruction load, MachineInstruction store) =>
        load is { Op: MachineOp.Load, Slot: not null } && store.Op == MachineOp.Store && store.Source == load.Destination && store.Destination != load.Destination && store.Size == load.Size;

    // The second number might be what the first store has written.
    private bool MayPointIntoFrame(MachineBlock block, int position, FrameSlot frame)
    {
        MachineInstruction store = block.Instructions[position];
        if (store.Slot is not null)
            return false;
        _addresses ??= new FrameAddresses(_function, new Dictionary<FrameSlot, int> { [frame] = 0 });
        RegisterSet[] pointers = _addresses.AtStart(block);
        foreach (MachineInstruction instruction in block.Instructions.Take(position))
            _addresses.Step(instruction, pointers);
        return pointers[store.Destination].Contains(0) || _addresses.Escaped.Contains(0);
    }

    private bool IsRead(MachineBlock block, int from, int register)
    {
        foreach (MachineInstruction instruction in block.Instructions.Skip(from).Append(block.Terminator))
        {
            _uses.Set(instruction);
            if (_uses.Reads(register))
                return true;
            if (_uses.Writes(register))
                return false;
        }

        _liveness ??= new Liveness(_function);
        return _liveness.LiveOut(block).Contains(register);
    }
}
