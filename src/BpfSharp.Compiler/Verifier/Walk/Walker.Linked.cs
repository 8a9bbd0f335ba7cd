using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Compiler.Verifier.Values;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.Walk;

// Registers that hold one number learn together (collect_linked_regs, sync_linked_regs).
internal sealed partial class Walker
{
    // Of the branch that is walked; in a record they stay, and others are made for the next one.
    private LinkedPlaces _linked = new();

    private LinkedPlaces CollectLinked(in Register left, in Register right, bool hasSource)
    {
        LinkedPlaces places = _linked;
        places.Clear();
        if (hasSource && right.IsScalar && right.Id != 0)
            Collect(places, right.Id & ~Register.IsSum);
        if (left.IsScalar && left.Id != 0)
            Collect(places, left.Id & ~Register.IsSum);
        return places;
    }

    private void Collect(LinkedPlaces places, uint id)
    {
        for (int frame = _state.Depth; frame >= 0; frame--)
        {
            Frame function = _state.Frames[frame];
            ushort live = _code.LiveRegisters[_state.SlotOf(frame)];
            for (int i = 0; i < BpfOpcodes.FramePointer; i++)
            {
                if ((live >> i & 1) != 0)
                    Collect(places, ref function.Registers[i], id, new LinkedPlace(frame, i, IsRegister: true));
            }

            for (int i = 0; i < function.Stack.Length; i++)
            {
                if (function.Stack[i].IsSpilled)
                    Collect(places, ref function.Stack[i].Spilled, id, new LinkedPlace(frame, i, IsRegister: false));
            }
        }
    }

    private static void Collect(LinkedPlaces places, ref Register register, uint id, LinkedPlace place)
    {
        // Where there are too many, the others are not linked any more.
        if (register.IsScalar && (register.Id & ~Register.IsSum) == id && !places.TryAdd(place))
            register.Id = 0;
    }

    private void SyncLinked(LinkedPlaces places, WalkState other, int register)
    {
        Sync(places, _state, register);
        Sync(places, other, register);
    }

    private static void Sync(LinkedPlaces places, WalkState state, int known)
    {
        Register value = state.Top.Registers[known];
        for (int i = 0; i < places.Count; i++)
        {
            LinkedPlace place = places[i];
            if (place.IsRegister && place.Frame == state.Depth && place.Index == known)
                continue;
            Frame frame = state.Frames[place.Frame];
            ref Register register = ref place.IsRegister ? ref frame.Registers[place.Index] : ref frame.Stack[place.Index].Spilled;
            if (!register.IsScalar || ((register.Id ^ value.Id) & ~Register.IsSum) != 0)
                continue;
            // A distance in 32 bits says nothing of one in 64.
            if (((register.Id ^ value.Id) & Register.IsSum) == Register.IsSum)
                continue;
            bool hasSums = ((register.Id | value.Id) & Register.IsSum) != 0;
            if (!hasSums || register.Offset == value.Offset)
            {
                register = value;
                continue;
            }

            int offset = register.Offset;
            uint id = register.Id;
            Register difference = default;
            difference.SetScalar((ulong)((long)offset - value.Offset));
            register = value;
            register.Offset = offset;
            register.Id = id;
            Sums.Add(ref register, difference);
            if (((id | value.Id) & Register.IsSum32) != 0)
                Coercion.ZeroExtend32(ref register);
            Bounds.Sync(ref register);
        }
    }
}
