using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>The exit that cold code jumps to lies right behind it where nothing else falls into it: that saves the jump.</summary>
internal static class ColdExits
{
    public static void Run(MachineFunction function)
    {
        List<MachineBlock> blocks = function.Blocks;
        int last = blocks.FindIndex(b => b.IsCold && b.Terminator.Op == MachineOp.Jump && IsFree(blocks, b, b.Taken!));
        if (last < 0)
            return;
        MachineBlock exit = blocks[last].Taken!;
        blocks.Remove(exit);
        blocks.Insert(last, exit);
    }

    private static bool IsFree(List<MachineBlock> blocks, MachineBlock from, MachineBlock exit)
    {
        int place = blocks.IndexOf(exit);
        return exit.Terminator.Op == MachineOp.Exit && place > 0 && place < blocks.IndexOf(from) && !blocks[place - 1].Successors.Contains(exit);
    }
}
