using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>
/// What outlives a call out of line is kept under another name during it: so the call asks for one of the few registers that calls preserve, or for a place
/// on the stack, only there. On the way past it the value lies in any register.
/// </summary>
internal static class ColdCalls
{
    public static void Run(MachineFunction function)
    {
        if (!function.Blocks.Exists(HasCall))
            return;
        var liveness = new Liveness(function);
        bool any = false;
        foreach (MachineBlock block in function.Blocks.FindAll(HasCall))
        {
            var live = new RegisterSet(function.RegisterCount);
            live.CopyFrom(liveness.LiveOut(block));
            Liveness.StepBack(live, block.Terminator);
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
            {
                MachineInstruction instruction = block.Instructions[i];
                List<int>? behind = instruction.Op == MachineOp.Call ? Registers(live) : null;
                Liveness.StepBack(live, instruction);
                if (behind is null)
                    continue;
                int[] kept = behind.Select(_ => function.NewRegister()).ToArray();
                block.Instructions.InsertRange(i + 1, behind.Select((register, n) => Move(register, kept[n], instruction)));
                block.Instructions.InsertRange(i, behind.Select((register, n) => Move(kept[n], register, instruction)));
                any |= kept.Length != 0;
            }
        }

        if (any)
            RegisterWebs.Run(function);
    }

    private static bool HasCall(MachineBlock block) => block.IsCold && block.Instructions.Exists(static i => i.Op == MachineOp.Call);

    private static List<int> Registers(RegisterSet live)
    {
        var registers = new List<int>();
        for (int register = live.Next(MachineRegisters.FirstVirtual); register >= 0; register = live.Next(register + 1))
            registers.Add(register);
        return registers;
    }

    private static MachineInstruction Move(int destination, int source, MachineInstruction call)
    {
        MachineInstruction move = Make.Move(destination, source);
        move.Span = call.Span;
        return move;
    }
}
