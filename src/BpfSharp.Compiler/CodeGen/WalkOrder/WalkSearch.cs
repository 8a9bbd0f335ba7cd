using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

namespace BpfSharp.Compiler.CodeGen.WalkOrder;

/// <summary>
/// Of two orders of the same code the verifier may walk one in half the instructions: a jump's direction says which way it walks first, and single instructions whether it has walked enough to keep a state for
/// others to be compared with (is_state_visited). So changes are tried, and those are kept with which less is walked: of a program without subprograms many orders of its blocks at once (<see cref="OrderSearch"/>), of others
/// one change after the other; then single instructions.
/// </summary>
internal sealed class WalkSearch
{
    public const string PassName = "walk order";

    // Trials of the whole program that must come of the budget.
    private const int FewestTrials = 16;

    // What moves up runs on more ways: the walk must become shorter by a hundredth for it.
    private const int LeastPartOfAMove = 100;

    // Dominators that an instruction is tried in.
    private const int MostSteps = 2;
    private const int MostRounds = 2;
    private const int MostCountedRounds = 3;

    private readonly IReadOnlyList<MachineFunction> _codes;
    private readonly WalkMeasure _measure;
    private OrderSearch? _orders;
    private WalkCost _best;

    private WalkSearch(IReadOnlyList<MachineFunction> codes, WalkMeasure measure, WalkCost first)
    {
        _codes = codes;
        _measure = measure;
        _best = first;
    }

    public static void Run(IReadOnlyList<MachineFunction> codes, WalkMeasure measure)
    {
        const int Limit = WalkMeasure.Budget / FewestTrials;
        OrderSearch? orders = codes.Count == 1 ? OrderSearch.TryMake(codes[0], measure) : null;
        if ((orders is null ? measure.Take(Limit) : orders.MeasureFirst(Limit)) is not { } first)
            return;
        if (orders?.TryBegin(first) == true)
            measure.CountTwice(first);
        else
            orders = null;
        new WalkSearch(codes, measure, first).Run(orders);
    }

    private void Run(OrderSearch? orders)
    {
        // Of rounds of a loop one walk shows too little: there it is the other way round.
        if (orders is { HasLoops: false })
            SearchCounting(orders);
        else
            SearchWalking();
        // Instructions have moved: ways are counted anew.
        if (orders is { HasLoops: true } && OrderSearch.TryMake(_codes[0], _measure) is { } last && last.TryBegin(_best) && last.MeasureFirst(_best.Instructions) is not null)
        {
            last.Run(_best);
            last.Finish();
        }
    }

    private void SearchCounting(OrderSearch orders)
    {
        _orders = orders;
        for (int round = 0; round < MostCountedRounds && !_measure.IsOver(); round++)
        {
            WalkCost before = _best;
            _best = orders.Run(_best);
            if (round != 0 && _best == before)
                break;
            RaiseInstructions(_codes[0]);
        }

        orders.Finish();
    }

    private void SearchWalking()
    {
        for (int round = 0; round < MostRounds && !_measure.IsOver(); round++)
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
            if (_measure.IsOver())
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
                for (int steps = 1; steps <= MostSteps && !_measure.IsOver(); steps++)
                {
                    // Where it may stand is looked for in the whole function; of others a walk tells what that took.
                    if (_orders is not null)
                        _measure.Counted += _best.Slots;
                    if (moves.TryRaise(block, block.Instructions.IndexOf(instruction), steps) is { } raised && Try(raised))
                        break;
                }
            }
        }
    }

    private bool Try(Rearrangement change)
    {
        int least = change is MovedInstruction ? _best.Instructions / LeastPartOfAMove : 0;
        if (Measure(change, _best.Instructions - least) is { } cost && cost.IsBetterThan(_best))
        {
            _best = cost;
            return true;
        }

        change.Undo();
        if (change is MovedInstruction moved)
            _orders?.Reshape(moved.From, moved.To);
        return false;
    }

    private WalkCost? Measure(Rearrangement change, int limit)
    {
        if (_orders is null || change is not MovedInstruction moved)
            return _measure.TakeWithin(_best.Slots, limit);
        return _orders.MayBeWithin(limit, moved.From, moved.To) ? _orders.Measure(limit) : null;
    }
}
