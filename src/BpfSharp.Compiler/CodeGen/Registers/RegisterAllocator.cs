using System;
using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.Tails;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Gives every virtual register a machine register: first there are made few enough at each place, then they are coloured.</summary>
internal static class RegisterAllocator
{
    // Each round of the last resort makes the ranges that are left shorter; more than a few never happen.
    private const int MaxRounds = 20;

    /// <param name="boundsSpilled">The target's verifier bounds a spilled number where its register is compared.</param>
    public static void Run(MachineFunction function, bool boundsSpilled = true)
    {
        ColdCalls.Run(function);
        Liveness liveness = CleanUp(function);
        if (TailMerging.Run(function, liveness))
            liveness = CleanUp(function);
        if (SharedBases.Run(function, liveness))
            liveness = CleanUp(function);
        if (SharedArguments.Run(function, liveness))
            liveness = CleanUp(function);
        if (!RegisterPressure.Fits(function, liveness))
        {
            if (!boundsSpilled)
                BoundSplitting.Run(function);
            PressureReducer.Run(function);
        }

        var temporaries = new HashSet<int>();
        for (int round = 0; round < MaxRounds; round++)
        {
            InterferenceGraph graph = InterferenceGraph.Build(function, CleanUp(function));
            var colouring = new GraphColouring(graph, new SpillCosts(function, temporaries));
            colouring.Run();
            if (colouring.Spilled.Count == 0)
            {
                RegisterRenaming.Run(function, colouring.ColourOf);
                function.ForgetVirtualRegisters();
                return;
            }

            // Ranges that reach over a call and beyond it may need another kind of register behind it.
            if (round == 0 && (CallSplitting.Run(function) | (!boundsSpilled && BoundSplitting.Run(function))))
                continue;

            // What was merged with a register that is spilled goes with it.
            var spilled = new HashSet<int>(colouring.Spilled);
            RegisterRenaming.Run(function, register => spilled.Contains(colouring.Representative(register)) ? colouring.Representative(register) : register);
            Spiller.Run(function, colouring.Spilled, temporaries, boundsSpilled);
        }

        throw new InvalidOperationException($"no register allocation found for {function.Name}");
    }

    private static Liveness CleanUp(MachineFunction function)
    {
        var liveness = new Liveness(function);
        while (DeadInstructions.Run(function, liveness))
            liveness = new Liveness(function);
        return liveness;
    }
}
