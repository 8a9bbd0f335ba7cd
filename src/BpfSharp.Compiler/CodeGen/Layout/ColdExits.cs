using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>The exit that cold code jumps to lies right behind it where nothing else falls into it: that saves the jump.</summary>
internal static class ColdExits
{
    public static void Run(MachineFunction function)
    {
        List<MachineBlock> blocks = function.Blocks;
        for (int i = 0; i < blocks.Count; i++)
        {
            if (!blocks[i].IsCold || blocks[i].Terminator.Op != MachineOp.Jump || blocks[i].Taken is not { Terminator.Op: MachineOp.Exit } exit)
                continue;
            int place = blocks.IndexOf(exit);
            if (place == 0 || place >= i || blocks[place - 1].Taken == exit || blocks[place - 1].Otherwise == exit)
                continue;
            blocks.RemoveAt(place);
            blocks.Insert(i, exit);
            return;
        }
    }
}
