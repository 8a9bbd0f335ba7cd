using System;
using BpfSharp.Compiler.Verifier.States;

namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>Registers and stack slots that must be precise at a point on the way back, frame by frame (<c>struct backtrack_state</c>).</summary>
internal sealed class Wanted
{
    public const ushort Arguments = 0x3e;

    private readonly ushort[] _registers = new ushort[WalkState.MaxFrames];
    private readonly ulong[] _slots = new ulong[WalkState.MaxFrames];

    /// <summary>The frame of the instruction that is looked at.</summary>
    public int Frame { get; set; }

    public bool IsEmpty
    {
        get
        {
            for (int i = 0; i <= Frame; i++)
            {
                if (_registers[i] != 0 || _slots[i] != 0)
                    return false;
            }

            return true;
        }
    }

    public ushort Registers => _registers[Frame];

    public ushort RegistersOf(int frame) => _registers[frame];

    public ulong SlotsOf(int frame) => _slots[frame];

    public bool HasRegister(int register) => (_registers[Frame] >> register & 1) != 0;

    public bool Has(LinkedPlace place) =>
        place.IsRegister ? (_registers[place.Frame] >> place.Index & 1) != 0 : (_slots[place.Frame] >> place.Index & 1) != 0;

    public bool HasSlot(int frame, int slot) => (_slots[frame] >> slot & 1) != 0;

    public void AddRegister(int register) => _registers[Frame] |= (ushort)(1 << register);

    public void AddRegister(int frame, int register) => _registers[frame] |= (ushort)(1 << register);

    public void DropRegister(int register) => _registers[Frame] &= (ushort)~(1 << register);

    public void DropRegister(int frame, int register) => _registers[frame] &= (ushort)~(1 << register);

    public void DropRegisters(ushort registers) => _registers[Frame] &= (ushort)~registers;

    public void AddSlot(int frame, int slot) => _slots[frame] |= 1UL << slot;

    public void DropSlot(int frame, int slot) => _slots[frame] &= ~(1UL << slot);

    public void Add(LinkedPlace place)
    {
        if (place.IsRegister)
            AddRegister(place.Frame, place.Index);
        else
            AddSlot(place.Frame, place.Index);
    }

    public void Clear()
    {
        Array.Clear(_registers, 0, _registers.Length);
        Array.Clear(_slots, 0, _slots.Length);
        Frame = 0;
    }
}
