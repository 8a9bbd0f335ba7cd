using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Whether there are enough registers everywhere, as there are in most programs.</summary>
internal static class RegisterPressure
{
    public const int PreservedByCalls = 4;

    public static bool Fits(MachineFunction function, Liveness liveness)
    {
        var live = new RegisterSet(function.RegisterCount);
        foreach (MachineBlock block in function.Blocks)
        {
            live.CopyFrom(liveness.LiveOut(block));
            Liveness.StepBack(live, block.Terminator);
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
            {
                if (block.Instructions[i].Op == MachineOp.Call && Count(live, MachineRegisters.FirstVirtual, PreservedByCalls) > PreservedByCalls)
                    return false;
                Liveness.StepBack(live, block.Instructions[i]);
                if (Count(live, 0, MachineRegisters.Allocatable) > MachineRegisters.Allocatable)
                    return false;
            }
        }

        return true;
    }

    private static int Count(RegisterSet live, int from, int limit)
    {
        int count = 0;
        for (int register = live.Next(from); register >= 0 && count <= limit; register = live.Next(register + 1))
            count++;
        return count;
    }
}
