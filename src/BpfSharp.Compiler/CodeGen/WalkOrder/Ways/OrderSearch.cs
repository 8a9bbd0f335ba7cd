using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Layout;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>
/// Looks for an order of a function's blocks in which less is walked, and for places of jumps to the next instruction. Walks are counted by what walks before have shown (<see cref="WayWalk"/>), many in the time of one;
/// now and then the best is walked, which shows whether that was right, and more. Simulated annealing: at first, changes for the worse are followed as well. In the end each place of a jump to the next instruction is tried.
/// </summary>
internal sealed class OrderSearch
{
    private const int TrialsOfABranch = 50;

    // Where most has been found before.
    private const int LaterTrialsOfABranch = 10;
    private const int MostSweeps = 2;
    private const int TrialsForAWalk = 30;

    // Ways that are remembered: with loops they could become many.
    private const int MostWays = 50_000;

    // How much worse is followed at first, as a part of the whole.
    private const double Heat = 0.05;

    // A slot more is worth a twenty-fifth of the walk, and four instructions at least; two are not.
    private const int PartOfASlot = 25;
    private const int LeastOfASlot = 4;

    // Among walks of one length the shorter code.
    private const double LittleOfASlot = 0.01;

    private readonly MachineFunction _function;
    private readonly BlockShapes _shapes;
    private readonly WalkMeasure _measure;
    private readonly WayTree _tree;
    private readonly WayWalk _walk;
    private readonly List<MachineBlock> _branches;

    // By the hash of the order; the complement where only so many were counted.
    private readonly Dictionary<ulong, int> _counts = new();

    // Of the code at first, and what one more is worth.
    private int _slots;
    private int _slotPrice;

    // Blocks that a jump to the next instruction is tried in.
    private List<int> _resting = new();
    private bool _hasRun;

    // Of one run: the best arrangement that was walked, and what that cost.
    private ArrangedBlocks _blocks = null!;
    private Arrangement _best = null!;
    private WalkCost _cost;
    private uint _random = 2463534242;

    private OrderSearch(MachineFunction function, BlockShapes shapes, WalkMeasure measure)
    {
        (_function, _shapes, _measure) = (function, shapes, measure);
        _tree = new WayTree(shapes.Entry);
        _walk = new WayWalk(shapes, _tree);
        _branches = function.Blocks.Where(static b => b.Taken is not null && (b.Otherwise is null || Conditions.CanInvert(b.Terminator.Condition))).ToList();
    }

    public bool HasLoops => _shapes.HasLoops;

    /// <returns>Null where walks of the function can't be counted.</returns>
    public static OrderSearch? TryMake(MachineFunction function, WalkMeasure measure) =>
        BlockShapes.TryMake(function) is { } shapes ? new OrderSearch(function, shapes, measure) : null;

    /// <summary>Walks the function as it is, before anything is counted.</summary>
    /// <returns>Null where the walk is longer.</returns>
    public WalkCost? MeasureFirst(int limit) => _measure.Take(limit, new WayTrace(_shapes, _tree));

    /// <param name="first">Cost of the function as it is.</param>
    /// <returns>False where there are no other orders, or walks can't be counted.</returns>
    public bool TryBegin(WalkCost first)
    {
        // Where jumps are long, there are more of them than the shapes know.
        if (_branches.Count == 0 || _shapes.Slots != first.Slots)
            return false;
        _slots = first.Slots;
        _slotPrice = Math.Max(LeastOfASlot, first.Instructions / PartOfASlot);
        return true;
    }

    /// <summary>Walks the function as it is now.</summary>
    public WalkCost? Measure(int limit)
    {
        _counts.Clear();
        _shapes.Order();
        _shapes.Rest();
        WalkCost? cost = _measure.Take(limit, new WayTrace(_shapes, _tree));
        _shapes.Unrest();
        return cost;
    }

    /// <summary>Whether a walk may be no longer than that, with other instructions in two blocks.</summary>
    public bool MayBeWithin(int limit, MachineBlock from, MachineBlock to)
    {
        if (_shapes.Rests[from.Number] != 0 || _shapes.Rests[to.Number] != 0 || !_shapes.TryReshape(from) || !_shapes.TryReshape(to))
            return false;
        _shapes.Order();
        return Walk(limit) <= limit;
    }

    /// <summary>Two blocks have their instructions again.</summary>
    public void Reshape(MachineBlock from, MachineBlock to)
    {
        _shapes.TryReshape(from);
        _shapes.TryReshape(to);
    }

    /// <summary>Jumps to the next instruction come into the code: the search is over.</summary>
    public void Finish() => _shapes.Rest();

    /// <param name="cost">That of the function as it is.</param>
    /// <returns>The cost now.</returns>
    public WalkCost Run(WalkCost cost)
    {
        // Not what block order makes of the same turns: blocks may have changed since it ran.
        List<MachineBlock> before = _function.Blocks.ToList();
        _blocks = new ArrangedBlocks(_function, _shapes);
        _best = new Arrangement(_function, _shapes);
        _cost = cost;
        _counts.Clear();
        if (_hasRun)
        {
            _resting = Resting(static _ => true);
            Anneal(LaterTrialsOfABranch * _branches.Count);
            Sweep();
        }
        else
        {
            // Where most is gained first, then anywhere: that is many places.
            _resting = Resting(static s => s.IsTail);
            Anneal(TrialsOfABranch * _branches.Count);
        }

        _hasRun = true;
        _blocks.Apply(_best);
        if (_cost == cost)
            _function.Blocks = before;
        _shapes.Order();
        return _cost;
    }

    private List<int> Resting(Func<BlockShape, bool> condition) =>
        _function.Blocks.Select(b => _shapes[b.Number]).Where(s => s.MayRest && condition(s)).Select(static s => s.Block.Number).ToList();

    private void Anneal(int trials)
    {
        Arrangement current = _best.Clone();
        Arrangement trial = _best.Clone();
        Arrangement candidate = _best.Clone();
        double known = PriceOf(_cost);
        double now = known;
        double least = known;
        for (int i = 1; i <= trials && _tree.Count < MostWays && !_measure.IsOver(); i++)
        {
            current.CopyTo(trial);
            Change(trial);
            _blocks.Plan(trial);
            double limit = now + Excess(known * Heat * (trials - i) / trials);
            double price = Count((int)limit);
            if (price <= limit)
            {
                now = price;
                trial.CopyTo(current);
                _blocks.Stay();
            }

            if (price < least)
            {
                least = price;
                trial.CopyTo(candidate);
            }

            if (least >= known || i % TrialsForAWalk != 0)
                continue;
            if (TryTake(candidate))
            {
                now = known = PriceOf(_cost);
                candidate.CopyTo(current);
            }
            else
            {
                // It was not as it seemed, and where the search stands may not be either.
                _blocks.Plan(current);
                now = Count((int)known * 2);
            }

            least = known;
        }
    }

    // Of the many places of jumps to the next instruction annealing tries a few.
    private void Sweep()
    {
        Arrangement current = _best.Clone();
        Arrangement trial = _best.Clone();
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            _best.CopyTo(current);
            _best.CopyTo(trial);
            double least = PriceOf(_cost);
            foreach (int block in _resting)
            {
                for (int rest = 0; rest <= _shapes[block].RestCount && !_measure.IsOver(); rest++)
                {
                    trial.Rests[block] = rest;
                    _blocks.Plan(trial);
                    double price = Count((int)least);
                    if (price >= least)
                        continue;
                    least = price;
                    trial.CopyTo(current);
                }

                trial.Rests[block] = current.Rests[block];
            }

            if (least >= PriceOf(_cost))
                return;
            TryTake(current);
        }
    }

    // True where it is walked, and in less than the best so far.
    private bool TryTake(Arrangement arrangement)
    {
        double known = PriceOf(_cost);
        _blocks.Apply(arrangement);
        if (Measure((int)known) is not { } measured || PriceOf(measured) >= known)
            return false;
        _cost = measured;
        arrangement.CopyTo(_best);
        return true;
    }

    // Many changes lead to an order that was counted before.
    private double Count(int limit)
    {
        if (!_counts.TryGetValue(_shapes.Hash, out int instructions) || (instructions < 0 && ~instructions <= limit))
        {
            instructions = Walk(limit);
            _counts[_shapes.Hash] = instructions <= limit ? instructions : ~instructions;
        }

        return PriceOf(new WalkCost(instructions < 0 ? ~instructions : instructions, _shapes.Slots));
    }

    private int Walk(int limit)
    {
        int instructions = _walk.Count(limit);
        _measure.Counted += instructions + _shapes.Slots;
        return instructions;
    }

    private double PriceOf(WalkCost cost)
    {
        int more = Math.Max(0, cost.Slots - _slots);
        return more > 1 ? double.MaxValue : cost.Instructions + (more * _slotPrice) + (cost.Slots * LittleOfASlot);
    }

    // Exponential, as annealing has it.
    private double Excess(double heat) => -heat * Math.Log(1 - (Next(1 << 16) / (double)(1 << 16)));

    // One block is turned, or two; or a jump to the next instruction gets another place.
    private void Change(Arrangement trial)
    {
        int changes = Next(4) == 0 ? 2 : 1;
        for (int i = 0; i < changes; i++)
        {
            if (_resting.Count != 0 && Next(6) == 0)
            {
                BlockShape shape = _shapes[_resting[Next(_resting.Count)]];
                trial.Rests[shape.Block.Number] = Next(shape.RestCount + 1);
            }
            else
            {
                int block = _branches[Next(_branches.Count)].Number;
                trial.Turned[block] = !trial.Turned[block];
            }
        }
    }

    // Xorshift: the same every time, as code is to be.
    private int Next(int below)
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return (int)(_random % (uint)below);
    }
}
