using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>Copies that happen at once on an edge, put in an order in which none overwrites what another still reads.</summary>
internal static class ParallelCopy
{
    public static void Emit(Selector selector, List<(int Register, IrValue Value)> copies)
    {
        var moves = new List<(int To, int From)>();
        var constants = new List<(int Register, IrValue Value)>();
        foreach ((int register, IrValue value) in copies)
        {
            if (!selector.HasRegister(value))
                constants.Add((register, value));
            else if (selector.Use(value) is int from && from != register)
                moves.Add((register, from));
        }

        EmitMoves(selector, moves);
        foreach ((int register, IrValue value) in constants)
            selector.Place(register, value);
    }

    private static void EmitMoves(Selector selector, List<(int To, int From)> moves)
    {
        while (moves.Count != 0)
        {
            int free = moves.FindIndex(move => !moves.Exists(other => other.From == move.To));
            if (free >= 0)
            {
                selector.Emit(Make.Move(moves[free].To, moves[free].From));
                moves.RemoveAt(free);
                continue;
            }

            // Only cycles are left: one of them is opened by keeping a value aside.
            int saved = selector.NewRegister();
            int victim = moves[0].To;
            selector.Emit(Make.Move(saved, victim));
            for (int i = 0; i < moves.Count; i++)
            {
                if (moves[i].From == victim)
                    moves[i] = (moves[i].To, saved);
            }
        }
    }
}
