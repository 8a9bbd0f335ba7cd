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
        var temporaries = new HashSet<int>();
        for (int round = 0; round < MaxRounds; round++)
        {
            var liveness = new Liveness(function);
            while (DeadInstructions.Run(function, liveness))
                liveness = new Liveness(function);

            InterferenceGraph graph = InterferenceGraph.Build(function, liveness);
            var colouring = new GraphColouring(graph, Flags(function, temporaries.Contains), Rematerialisation.Find(function));
            colouring.Run();
            if (colouring.Spilled.Count == 0)
            {
                RegisterRenaming.Run(function, colouring.ColourOf);
                return;
            }

            RegisterRenaming.Run(function, register => colouring.Representative(register, colouring.Spilled));
            // The graph above doesn't tell what all that was merged interferes with.
            Spiller.Run(function, colouring.Spilled, InterferenceGraph.Build(function, new Liveness(function)), temporaries);
        }

        throw new InvalidOperationException($"no register allocation found for {function.Name}");
    }

    private static bool[] Flags(MachineFunction function, Predicate<int> predicate)
    {
        var flags = new bool[function.RegisterCount];
        for (int i = 0; i < flags.Length; i++)
            flags[i] = predicate(i);
        return flags;
    }
}
