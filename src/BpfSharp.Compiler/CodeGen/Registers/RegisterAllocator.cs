using System;
using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Gives every virtual register a machine register; what finds none is kept in the frame or computed again, and all is tried once more.</summary>
internal static class RegisterAllocator
{
    // Each round makes the ranges that are left shorter; a handful is normal.
    private const int MaxRounds = 50;

    public static void Run(MachineFunction function)
    {
        var state = new SpillState();
        for (int round = 0; round < MaxRounds; round++)
        {
            var liveness = new Liveness(function);
            while (DeadInstructions.Run(function, liveness))
                liveness = new Liveness(function);

            InterferenceGraph graph = InterferenceGraph.Build(function, liveness);
            var colouring = new GraphColouring(graph, new SpillCosts(function, state));
            colouring.Run();
            if (colouring.Spilled.Count == 0)
            {
                RegisterRenaming.Run(function, colouring.ColourOf);
                return;
            }

            MergeSpilled(function, colouring, state);
            // The graph above doesn't tell what all that was merged interferes with.
            Spiller.Run(function, colouring.Spilled, InterferenceGraph.Build(function, new Liveness(function)), state);
            RegisterWebs.Run(function, state);
        }

        throw new InvalidOperationException($"no register allocation found for {function.Name}");
    }

    // What was merged with a register that is spilled goes with it.
    private static void MergeSpilled(MachineFunction function, GraphColouring colouring, SpillState state)
    {
        var groups = new Dictionary<int, List<int>>();
        foreach (int register in colouring.Spilled)
            groups.Add(register, new List<int>());
        for (int register = MachineRegisters.FirstVirtual; register < function.RegisterCount; register++)
        {
            if (groups.TryGetValue(colouring.Representative(register), out List<int>? members))
                members.Add(register);
        }

        foreach (int register in colouring.Spilled)
            state.Merge(register, groups[register]);
        RegisterRenaming.Run(function, register => groups.ContainsKey(colouring.Representative(register)) ? colouring.Representative(register) : register);
    }
}
