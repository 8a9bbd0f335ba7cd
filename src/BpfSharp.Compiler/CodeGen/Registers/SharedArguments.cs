using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>
/// What the calls of several blocks are given alike, a map or an address in the frame, is made once, where the ways to them still are one; of different addresses in the frame that is the copy of r10 that each begins with.
/// Only where no call lies between, so that it can wait in the argument's register, and where registers are enough everywhere.
/// </summary>
internal sealed class SharedArguments
{
    private readonly MachineFunction _function;
    private readonly BlockDominators _dominators;
    private readonly Dictionary<MachineBlock, List<MachineBlock>> _predecessors;

    private SharedArguments(MachineFunction function)
    {
        _function = function;
        _dominators = new BlockDominators(function);
        _predecessors = BlockGraph.Predecessors(function);
    }

    /// <param name="liveness">Of the function as it is.</param>
    /// <returns>True if something has changed.</returns>
    public static bool Run(MachineFunction function, Liveness liveness)
    {
        List<Argument> arguments = Arguments(function);
        if (arguments.Count < 2 || !RegisterPressure.Fits(function, liveness))
            return false;
        var sharing = new SharedArguments(function);
        arguments.RemoveAll(a => !sharing._dominators.IsReachable(a.Block));
        return sharing.ShareWhole(arguments) | sharing.ShareFrame(arguments);
    }

    // Of the first call of each block: what others are given is made behind a call.
    private static List<Argument> Arguments(MachineFunction function)
    {
        var arguments = new List<Argument>();
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
            {
                if (instruction.Op == MachineOp.Call)
                    break;
                if (instruction.Op is MachineOp.LoadMap or MachineOp.LoadFrameAddress && instruction.Destination is >= MachineRegisters.FirstArgument and <= MachineRegisters.LastArgument)
                    arguments.Add(new Argument(block, instruction, instruction.Destination));
            }
        }

        return arguments;
    }

    private bool ShareWhole(List<Argument> arguments)
    {
        bool changed = false;
        foreach (Argument first in arguments.ToList())
        {
            List<Argument> alike = arguments.FindAll(a => a.Instruction.SameAs(first.Instruction));
            if (!arguments.Contains(first) || alike.Count < 2 || !TryFind(alike, first, out List<Argument> together, out MachineBlock place))
                continue;
            int shared = _function.NewRegister();
            MachineInstruction load = first.Instruction.Clone();
            load.Destination = shared;
            if (!TryShare(together, place, load, a => new[] { Make.Move(a.Register, shared) }))
                continue;
            arguments.RemoveAll(together.Contains);
            // It lies behind what the block calls.
            if (!place.Instructions.Exists(static i => i.Op == MachineOp.Call))
                arguments.Add(new Argument(place, load, first.Register));
            changed = true;
        }

        return changed;
    }

    private bool ShareFrame(List<Argument> arguments)
    {
        bool changed = false;
        foreach (Argument first in arguments.ToList())
        {
            List<Argument> alike = arguments.FindAll(a => a.Instruction.Op == MachineOp.LoadFrameAddress && a.Register == first.Register);
            if (!alike.Contains(first) || alike.Count < 2 || !TryFind(alike, first, out List<Argument> together, out MachineBlock place))
                continue;
            int frame = _function.NewRegister();
            if (!TryShare(together, place, Make.LoadFrame(frame), a => FromFrame(a, frame)))
                continue;
            arguments.RemoveAll(together.Contains);
            changed = true;
        }

        return changed;
    }

    private static MachineInstruction[] FromFrame(Argument argument, int frame)
    {
        MachineInstruction address = argument.Instruction;
        MachineInstruction add = Make.AddFrameOffset(address.Destination, address.Slot!, address.Offset);
        add.Span = address.Span;
        return new[] { Make.Move(address.Destination, frame), add };
    }

    // Those that can wait together with the first for their calls, and where.
    private bool TryFind(List<Argument> alike, Argument first, out List<Argument> together, out MachineBlock place)
    {
        together = new List<Argument> { first };
        place = first.Block;
        foreach (Argument other in alike)
        {
            if (together.Exists(a => EndAlike(a.Block, other.Block)))
                continue;
            together.Add(other);
            if (PlaceFor(together, _dominators.Common(place, other.Block)) is { } common)
                place = common;
            else
                together.RemoveAt(together.Count - 1);
        }

        return together.Count > 1 && (place.IsCold || together.Exists(static a => !a.Block.IsCold));
    }

    // Once locals have their places, they may share all that they end with, and with it what they give to the call.
    private static bool EndAlike(MachineBlock a, MachineBlock b) =>
        ReferenceEquals(a, b) || (a.Terminator.Op == b.Terminator.Op && ReferenceEquals(a.Taken, b.Taken) && ReferenceEquals(a.Otherwise, b.Otherwise));

    // Not in a loop that some of them are not in.
    private MachineBlock? PlaceFor(List<Argument> together, MachineBlock place)
    {
        while (place.LoopDepth > together.Min(static a => a.Block.LoopDepth))
            place = _dominators.Immediate(place);
        return together.TrueForAll(a => IsWithoutCall(place, a.Block)) ? place : null;
    }

    // On no way from the end of the one block to the call of the other.
    private bool IsWithoutCall(MachineBlock from, MachineBlock to)
    {
        if (ReferenceEquals(from, to))
            return false;
        var seen = new HashSet<MachineBlock> { from };
        var pending = new Stack<MachineBlock>(_predecessors[to]);
        while (pending.Count != 0)
        {
            MachineBlock block = pending.Pop();
            if (!seen.Add(block))
                continue;
            if (block.Instructions.Exists(static i => i.Op == MachineOp.Call))
                return false;
            foreach (MachineBlock predecessor in _predecessors[block])
                pending.Push(predecessor);
        }

        return true;
    }

    private bool TryShare(List<Argument> together, MachineBlock place, MachineInstruction shared, Func<Argument, MachineInstruction[]> use)
    {
        place.Instructions.Add(shared);
        foreach (Argument argument in together)
        {
            int index = argument.Block.Instructions.IndexOf(argument.Instruction);
            argument.Block.Instructions.RemoveAt(index);
            argument.Block.Instructions.InsertRange(index, use(argument));
        }

        if (RegisterPressure.Fits(_function, new Liveness(_function)))
            return true;
        place.Instructions.Remove(shared);
        foreach (Argument argument in together)
        {
            int count = use(argument).Length;
            int index = argument.Block.Instructions.FindIndex(i => i.IsMove && i.Destination == argument.Instruction.Destination && i.Source == shared.Destination);
            argument.Block.Instructions.RemoveRange(index, count);
            argument.Block.Instructions.Insert(index, argument.Instruction);
        }

        return false;
    }

    /// <param name="Register">Where the call wants it.</param>
    private sealed record Argument(MachineBlock Block, MachineInstruction Instruction, int Register);
}
