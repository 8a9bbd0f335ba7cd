using System;
using System.Collections.Generic;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace DdosPipeline.Classic;

/// <summary>Writes instructions with jumps to places that are known later.</summary>
internal sealed class CodeWriter
{
    private readonly List<(int Slot, Place Target)> _jumps = [];

    public List<BpfInstruction> Instructions { get; } = [];

    public List<BpfRelocation> Relocations { get; } = [];

    public void Add(params ReadOnlySpan<BpfInstruction> instructions)
    {
        foreach (BpfInstruction instruction in instructions)
            Instructions.Add(instruction);
    }

    /// <summary>A jump, whose distance is filled in later.</summary>
    public void Jump(BpfInstruction jump, Place target)
    {
        _jumps.Add((Instructions.Count, target));
        Instructions.Add(jump);
    }

    public void JumpAlways(Place target) => Jump(BpfInstructions.Jump(0), target);

    public void LoadMap(int register, string map)
    {
        Relocations.Add(new BpfRelocation(Instructions.Count, BpfRelocationKind.Map, map, 0));
        Add(BpfInstructions.LoadMap(register));
    }

    /// <summary>Here is the place.</summary>
    public void Mark(Place place) => place.Slot = Instructions.Count;

    /// <summary>Fills in all distances.</summary>
    public void Finish()
    {
        foreach ((int slot, Place target) in _jumps)
            Instructions[slot] = Instructions[slot] with { Offset = checked((short)(target.Slot - slot - 1)) };
    }

    /// <summary>Where jumps lead.</summary>
    public sealed class Place
    {
        public int Slot { get; set; }
    }
}
