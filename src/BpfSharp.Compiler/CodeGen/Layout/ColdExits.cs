using System;
using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>The exit that cold code jumps to lies right behind it where nothing else falls into it: that saves the jump.</summary>
internal sealed class ColdExits
{
    private readonly BlockLinks _links;

    // By block that is cold and jumps to an exit: which.
    private readonly int[] _exits;

    /// <summary>For several orders of the same blocks.</summary>
    public ColdExits(MachineFunction function, BlockLinks links)
    {
        _links = links;
        _exits = new int[function.BlockCount];
        foreach (MachineBlock block in function.Blocks)
        {
            bool leaves = block.IsCold && block.Terminator.Op == MachineOp.Jump && block.Taken is { Terminator.Op: MachineOp.Exit };
            _exits[block.Number] = leaves ? block.Taken!.Number : BlockLinks.None;
        }
    }

    public static void Run(MachineFunction function)
    {
        List<MachineBlock> blocks = function.Blocks;
        int[] order = blocks.ConvertAll(static b => b.Number).ToArray();
        var links = new BlockLinks(function);
        new ColdExits(function, links).Run(order, order.Length);
        links.CopyTo(blocks, order, order.Length);
    }

    /// <summary>Moves one of them, in an order of blocks by their numbers.</summary>
    public void Run(int[] order, int count)
    {
        for (int i = 0; i < count; i++)
        {
            int exit = _exits[order[i]];
            if (exit == BlockLinks.None)
                continue;
            int place = Array.IndexOf(order, exit, 0, count);
            if (place == 0 || place >= i || _links.Taken[order[place - 1]] == exit || _links.Otherwise[order[place - 1]] == exit)
                continue;
            Array.Copy(order, place + 1, order, place, i - place);
            order[i] = exit;
            return;
        }
    }
}
