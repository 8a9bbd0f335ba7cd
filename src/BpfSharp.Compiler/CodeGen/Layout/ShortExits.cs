using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>Where blocks have their places: a jump on the likely path to a verdict and an exit becomes these two themselves.</summary>
internal static class ShortExits
{
    public static void Run(MachineFunction function)
    {
        for (int i = 0; i + 1 < function.Blocks.Count; i++)
        {
            MachineBlock block = function.Blocks[i];
            bool isShort = block.Terminator.Op == MachineOp.Jump && block.Taken is { Terminator.Op: MachineOp.Exit, Instructions.Count: 1 };
            if (!isShort || block.IsCold || ReferenceEquals(block.Taken, function.Blocks[i + 1]))
                continue;
            block.Instructions.Add(block.Taken!.Instructions[0].Clone());
            block.Terminator = block.Taken.Terminator.Clone();
            block.Taken = null;
        }

        Predecessors.RemoveUnreachable(function);
    }
}
