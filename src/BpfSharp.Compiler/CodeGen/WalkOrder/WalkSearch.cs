using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.WalkOrder;

/// <summary>
/// Of two orders of the same code the verifier may walk one in half the instructions: a jump's direction says which way it walks first, and single instructions whether it has walked enough to keep a state for
/// others to be compared with (is_state_visited). So changes are tried, one after the other, and those are kept with which less is walked, in no more slots.
/// </summary>
internal sealed class WalkSearch
{
    public const string PassName = "walk order";

    // Instructions that all trials walk together, and how many trials of the whole program must come of them.
    private const int Budget = 60_000;
    private const int FewestTrials = 16;

    // What moves up runs on more ways: the walk must become shorter by a hundredth for it.
    private const int LeastPartOfAMove = 100;

    // Dominators that an instruction is tried in.
    private const int MostSteps = 2;
    private const int MostRounds = 2;

    private readonly IReadOnlyList<MachineFunction> _codes;
    private readonly WalkMeasure _measure;
    private WalkCost _best;

    private WalkSearch(IReadOnlyList<MachineFunction> codes, WalkMeasure measure, WalkCost first)
    {
        _codes = codes;
        _measure = measure;
        _best = first;
    }

    private bool IsOver => _measure.Spent >= Budget;

    public static void Run(IReadOnlyList<MachineFunction> codes, WalkMeasure measure)
    {
        if (measure.Take(Budget / FewestTrials) is { } first)
            new WalkSearch(codes, measure, first).Run();
    }

    private void Run()
    {
        for (int round = 0; round < MostRounds && !IsOver; round++)
        {
            WalkCost before = _best;
            foreach (MachineFunction code in _codes)
                TurnBlocks(code);
            // Nothing has changed since instructions were tried.
            if (round != 0 && _best == before)
                break;
            foreach (MachineFunction code in _codes)
                RaiseInstructions(code);
        }
    }

    private void TurnBlocks(MachineFunction code)
    {
        foreach (MachineBlock block in code.Blocks.Where(static b => b.Taken is not null).ToList())
        {
            if (IsOver)
                return;
            Try(new TurnedBlock(code, block));
        }
    }

    private void RaiseInstructions(MachineFunction code)
    {
        var moves = new InstructionMoves(code);
        foreach (MachineBlock block in code.Blocks.ToList())
        {
            foreach (MachineInstruction instruction in block.Instructions.ToList())
            {
                for (int steps = 1; steps <= MostSteps && !IsOver; steps++)
                {
                    if (moves.TryRaise(block, block.Instructions.IndexOf(instruction), steps) is { } raised && Try(raised))
                        break;
                }
            }
        }
    }

    private bool Try(Rearrangement change)
    {
        int least = change is MovedInstruction ? _best.Instructions / LeastPartOfAMove : 0;
        if (_measure.Take(_best.Instructions - least) is { } cost && cost.IsBetterThan(_best))
        {
            _best = cost;
            return true;
        }

        change.Undo();
        return false;
    }
}
