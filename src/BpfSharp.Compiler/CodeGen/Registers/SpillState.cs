using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>How far the range of a register has been cut already.</summary>
internal enum SpillLevel
{
    /// <summary>As selected.</summary>
    Whole,

    /// <summary>From a reload to the next call, also across blocks.</summary>
    Region,

    /// <summary>From a reload to the next call or the end of the block.</summary>
    Block,

    /// <summary>From one instruction to the next: can't be cut further.</summary>
    Instruction,
}

/// <summary>What rounds of spilling have to know of each other.</summary>
internal sealed class SpillState
{
    private readonly Dictionary<int, SpillLevel> _levels = new();
    private readonly Dictionary<int, FrameSlot> _homes = new();

    public SpillLevel LevelOf(int register) => _levels.TryGetValue(register, out SpillLevel level) ? level : SpillLevel.Whole;

    /// <summary>The slot that always holds what the register does once it is written; null where there is none.</summary>
    public FrameSlot? HomeOf(int register) => _homes.TryGetValue(register, out FrameSlot? home) ? home : null;

    public void Add(int register, SpillLevel level, FrameSlot? home)
    {
        _levels[register] = level;
        if (home is not null)
            _homes[register] = home;
    }

    /// <summary>A register now stands for all of <paramref name="members"/>, which were merged.</summary>
    public void Merge(int register, List<int> members)
    {
        SpillLevel level = SpillLevel.Whole;
        FrameSlot? home = HomeOf(register);
        foreach (int member in members)
        {
            if (LevelOf(member) > level)
                level = LevelOf(member);
            // Two homes are none: each holds the value at other times.
            if (!ReferenceEquals(HomeOf(member), home))
                home = null;
        }

        _levels[register] = level;
        _homes.Remove(register);
        if (home is not null)
            _homes.Add(register, home);
    }

    /// <summary>Part of a register's range has got a name of its own.</summary>
    public void Copy(int from, int to) => Add(to, LevelOf(from), HomeOf(from));
}
